/** Figures of a step, an epoch or an evaluation by name: `loss`, `accuracy`, `val_loss`, … */
export type Logs = Readonly<Record<string, number>>;
