// Everything here runs on the Node version of the deployed Lambda. npm brings it along as a platform package and puts
// it first on the PATH of npm scripts; this says so plainly where neither is there.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Stream API needs Node 24 or newer, this is ${process.version}: run "npm install" again without --omit=optional, or install Node 24.`,
  );
  process.exit(1);
}
