/** What tests use of fili, which ships no types. */
declare module 'fili' {
  interface Design {
    order: number;
    characteristic: 'butterworth';
    Fs: number;
    Fc: number;
    preGain: boolean;
  }
  interface Section {
    a: number[];
    b: number[];
    k: number;
  }
  interface Calculator {
    lowpass(design: Design): Section[];
    highpass(design: Design): Section[];
  }
  const fili: { CalcCascades: new () => Calculator };
  export default fili;
}
