// Makes one call of the vendor's package, as published, and prints how it ended. The task comes on standard input.
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import vendor from 'smile-identity-core';

const { className, made, method, given, hurry } = JSON.parse(await text(process.stdin));

// Not the package is changed but the speed of this process's clock: its pauses of 2 and 4 s last some milliseconds, so
// that a test can see more queries than the 22 after which the package means to give up.
const { setTimeout: later } = globalThis;
globalThis.setTimeout = (act, ms, ...rest) => later(act, ms / hurry, ...rest);

function print(outcome) {
  process.stdout.write(JSON.stringify(outcome));
}

try {
  print({ kind: 'resolved', value: await new vendor[className](...made)[method](...given) });
} catch (error) {
  // As console.error shows it.
  print({ kind: 'rejected', name: error.name, message: error.message, logged: inspect(error) });
}
