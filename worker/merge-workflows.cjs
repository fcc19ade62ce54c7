// The workflows of a bundle that holds somebody's own workflows beside ours. What the two names stand for is said by
// merge-workflows.ts, to webpack.
const own = require('__smileflow_own_workflows');
const ours = require('__smileflow_workflows');

// Found while bundling, unless the exports of the own module are known at run time only.
const same = Object.keys(ours).filter((name) => typeof own[name] === 'function');
if (same.length > 0) throw new Error(`These exports are smileflow's, and yours as well: ${same.join(', ')}.`);

// A copy, because `export *` would lose a default export, which takes all types that have no other workflow.
module.exports = { ...own, ...ours };
