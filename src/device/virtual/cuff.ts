/**
 * Limb and exoskeleton shank as two masses on the knee's axis, coupled by the cuff's spring and damper. The muscles
 * hold the limb to its intended angle with a stiffness of their own; the exoskeleton is carried along (transparent
 * mode) against its inertia, friction and weight. Constants are plausible for an adult and a light knee exoskeleton.
 */
const LIMB_INERTIA = 0.35; // kg m^2, shank and foot about the knee
const MUSCLE_STIFFNESS = 400; // Nm/rad
const MUSCLE_DAMPING = 12; // Nm s/rad
const EXO_INERTIA = 0.09;
const EXO_FRICTION = 0.8; // Nm s/rad
const EXO_DRY_FRICTION = 0.5; // Nm
const EXO_WEIGHT = 1.1 * 9.81 * 0.2; // Nm when the shank is level
const CUFF_STIFFNESS = 180; // Nm/rad
const CUFF_DAMPING = 3;
const CUFF_LEVER = 0.25; // m from knee axis to cuff

const RAD = Math.PI / 180;

export class Cuff {
  private limb = 0;
  private limbSpeed = 0;
  private exo = 0;
  private exoSpeed = 0;
  private wanted = NaN;
  private wantedSpeed = 0;
  /** N, + where the limb pushes the exoskeleton towards flexion. */
  force = 0;

  /** The limb's angle, deg. */
  get kneeDeg(): number {
    return this.limb / RAD;
  }

  /** One step of `dt` seconds towards the intended knee angle. Semi-implicit Euler: stable at 1 ms. */
  step(intendedDeg: number, hipDeg: number, dt: number): void {
    const wanted = intendedDeg * RAD;
    if (Number.isNaN(this.wanted)) this.limb = this.exo = this.wanted = wanted;
    const wantedSpeed = (wanted - this.wanted) / dt;
    const wantedAcceleration = (wantedSpeed - this.wantedSpeed) / dt;
    const torque = CUFF_STIFFNESS * (this.limb - this.exo) + CUFF_DAMPING * (this.limbSpeed - this.exoSpeed);
    const muscle =
      MUSCLE_STIFFNESS * (this.wanted - this.limb) +
      MUSCLE_DAMPING * (this.wantedSpeed - this.limbSpeed) +
      LIMB_INERTIA * wantedAcceleration;
    // The weight pulls the shank to the vertical: knee flexion beyond the thigh's lean swings it back.
    const weight = EXO_WEIGHT * Math.sin(this.exo - hipDeg * RAD);
    const friction = EXO_FRICTION * this.exoSpeed + EXO_DRY_FRICTION * Math.tanh(this.exoSpeed / 0.2);
    this.limbSpeed += ((muscle - torque) / LIMB_INERTIA) * dt;
    this.exoSpeed += ((torque - weight - friction) / EXO_INERTIA) * dt;
    this.limb += this.limbSpeed * dt;
    this.exo += this.exoSpeed * dt;
    this.wanted = wanted;
    this.wantedSpeed = wantedSpeed;
    this.force = torque / CUFF_LEVER;
  }
}
