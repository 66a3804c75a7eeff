/**
 * Rates worth trying, most likely first: the first is what a port is opened with when nothing is remembered, the second what
 * most boards that print lines have.
 */
export const BAUD_RATES = [921_600, 115_200, 460_800, 230_400, 1_000_000, 2_000_000, 57_600, 9_600] as const;

export const otherBaudRates = (tried: number): number[] => BAUD_RATES.filter((rate) => rate !== tried);
