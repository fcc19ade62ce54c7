// Stands for the simulator, the gateway or a worker: tells what it was given, announces itself, stops when asked.
const [name, manner] = process.argv.slice(2);
const given = Object.entries(process.env).filter(([key]) => /^(SMILE_ID|SMILEFLOW|TEMPORAL)_/.test(key));

console.log(JSON.stringify({ name, args: process.argv.slice(3), env: Object.fromEntries(given) }));
if (manner === 'ends-early') {
  console.error(JSON.stringify({ level: 60, msg: 'the "configuration" is wrong.', pid: 1 }));
  console.error('    at somewhere (file.js:1:1)');
  process.exit(7);
}
process.on('SIGTERM', () => {
  if (manner !== 'never-stops') process.exit(0);
});
process.on('disconnect', () => process.exit(0));
setInterval(() => {}, 60_000);
if (manner !== 'stays-silent') {
  process.send({ kind: 'ready', ...(name === 'worker' ? {} : { address: `http://127.0.0.1:1/${name}` }) });
}
