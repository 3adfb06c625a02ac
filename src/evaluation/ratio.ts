/** A quotient that is 0 where it is not defined, as scikit-learn has it. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
