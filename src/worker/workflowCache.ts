/**
 * How many workflows a worker keeps in memory between their tasks. With none kept it takes one task at a time: beside
 * another run's, a task that makes a local activity is not answered before it times out (seen with SDK 1.24).
 */
export function workflowCache(workflows: number) {
  if (workflows > 0) return { maxCachedWorkflows: workflows }
  return { maxCachedWorkflows: 0, maxConcurrentWorkflowTaskExecutions: 1 }
}
