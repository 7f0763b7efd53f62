/**
 * `NODE_OPTIONS` of functions whose clock runs faster than real time. The runtime client, which counts down to Lambda's
 * own deadline, keeps the real time.
 *
 * @param began when both clocks showed the same, in milliseconds since 1970
 */
export function fasterClock(began: number, speed: number): string {
  const clock = `const real = Date.now; Date.now = () =>
      new Error().stack.split('\\n')[2]?.includes('aws-lambda-ric') ? real() :
      ${began} + (real() - ${began}) * ${speed};`;
  return `--import=data:text/javascript,${encodeURIComponent(clock)}`;
}
