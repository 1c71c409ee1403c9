/** Which recorded approval: one person may have given several over time. */
export const approvalKey = ({ memberId, at }: { memberId: string; at: string }) => `${memberId} ${at}`
