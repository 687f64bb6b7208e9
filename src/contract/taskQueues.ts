/** Task queues by purpose. One worker serves both today; a second process can take either. */
export const taskQueues = { onboarding: 'onboarding' } as const
