# Calls methods of one object of the vendor's package, as published, one after the other, and prints how each ended. The
# task comes on standard input.
import json
import sys
import time
import traceback

import smile_id_core

task = json.load(sys.stdin)

# Not the package is changed but how long its pauses of 2 and 4 s last.
sleep = time.sleep
time.sleep = lambda seconds: sleep(seconds / task["hurry"])


def outcome_of(call):
    try:
        return {"kind": "resolved", "value": getattr(made, call["method"])(*call["given"])}
    except Exception as error:
        logged = traceback.format_exc()
        return {"kind": "rejected", "name": type(error).__name__, "message": str(error), "logged": logged}


made = getattr(smile_id_core, task["className"])(*task["made"])
json.dump([outcome_of(call) for call in task["calls"]], sys.stdout)
