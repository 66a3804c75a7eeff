/** What a port is opened with when nothing is remembered: boards that speak Stridelink, and those that print lines. */
export const DEFAULT_BAUD_RATE = 921_600;

/** Rates worth trying, most likely first. */
export const BAUD_RATES = [921_600, 115_200, 460_800, 230_400, 1_000_000, 2_000_000, 57_600, 9_600] as const;

export const otherBaudRates = (tried: number): number[] => BAUD_RATES.filter((rate) => rate !== tried);
