/** The levels of Powertools' logger, the lowest first (Powertools for AWS Lambda, "Log levels"). */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL', 'SILENT'];

/** Whether lines of a level are written, as the logger decides: by POWERTOOLS_LOG_LEVEL, else from INFO on. */
export function logsLevel(level: 'INFO' | 'WARN'): boolean {
  const set = LEVELS.indexOf(process.env.POWERTOOLS_LOG_LEVEL?.toUpperCase() ?? '');
  return LEVELS.indexOf(level) >= (set < 0 ? LEVELS.indexOf('INFO') : set);
}
