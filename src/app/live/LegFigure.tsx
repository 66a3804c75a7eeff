import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { otherSide, type Side } from '../../gait/channels';
import { useLink } from '../link/context';
import { MEAN, type TickBuffer } from '../plots/tick-buffer';
import { useApp } from '../store/store';
import classes from './LegFigure.module.css';

const HIP = { x: 104, y: 96 };
const FLOOR = 282;
const TOE = 30;
const THIGH = 84;
const SHANK = 82;
const REDUCED_EVERY_MS = 250;

interface Pose {
  hip: number;
  knee: number;
  ankle: number;
}

/** Walking to the right; what is not measured is drawn still (a knee without a hip moves below a still thigh). */
function measuredPose(buffer: TickBuffer, side: Side): Pose | null {
  const knee = buffer.measuredAt(`knee_angle_${side}`, buffer.head);
  if (Number.isNaN(knee)) return null;
  return {
    hip: orZero(buffer.measuredAt(`hip_flexion_${side}`, buffer.head)),
    knee,
    ankle: orZero(buffer.measuredAt(`ankle_angle_${side}`, buffer.head)),
  };
}

/** The pose `step` ticks from now; joints that no model forecasts stay where they are. */
function forecastPose(buffer: TickBuffer, side: Side, step: number, now: Pose): Pose | null {
  const at = (joint: string): number => buffer.aheadAt(`${joint}_${side}`, side, step, MEAN);
  const knee = at('knee_angle');
  if (Number.isNaN(knee)) return null;
  const or = (value: number, present: number): number => (Number.isNaN(value) ? present : value);
  return { hip: or(at('hip_flexion'), now.hip), knee, ankle: or(at('ankle_angle'), now.ankle) };
}

/** How far below the hip the lowest point of the foot is. */
function reach({ hip, knee, ankle }: Pose): number {
  const down = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
  const shank = hip - knee;
  const toe = Math.sin(((shank + ankle) * Math.PI) / 180);
  return THIGH * down(hip) + SHANK * down(shank) + 8 + Math.max(0, -TOE * toe);
}

const orZero = (x: number): number => (Number.isNaN(x) ? 0 : x);

/** Both legs from the side as they are now, and the affected one as it is forecast. Moved outside of React. */
export function LegFigure() {
  const { t } = useTranslation();
  const link = useLink();
  const affected = useApp((s) => s.settings.affectedSide);
  const horizonMs = useApp((s) => s.settings.horizonMs);
  const rate = useApp((s) => s.engine?.modelRate || 100);
  const trusted = useApp((s) => !s.engine?.noForecast);
  const body = useRef<SVGGElement>(null);
  const near = useRef<SVGGElement>(null);
  const far = useRef<SVGGElement>(null);
  const ghost = useRef<SVGGElement>(null);

  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const step = Math.round((horizonMs / 1000) * rate);
    let version = -1;
    let buffer: TickBuffer | null = null;
    let drawnAt = 0;
    return link.frames.onFrame((nowMs) => {
      if (link.view === buffer && buffer.version === version) return;
      if (still.matches && nowMs - drawnAt < REDUCED_EVERY_MS) return;
      drawnAt = nowMs;
      buffer = link.view;
      version = buffer.version;
      const now = measuredPose(buffer, affected);
      const other = measuredPose(buffer, otherSide(affected));
      place(near.current, now);
      place(far.current, other);
      // Whoever stands on a leg stands on the floor: the body sinks and rises over the lower foot.
      const lowest = Math.max(...[now, other].map((pose) => (pose ? reach(pose) : 0)));
      if (lowest > 0)
        body.current?.setAttribute('transform', `translate(0 ${(FLOOR - HIP.y - lowest).toFixed(2)})`);
      place(ghost.current, now && trusted ? forecastPose(buffer, affected, step, now) : null);
    });
  }, [link, affected, horizonMs, rate, trusted]);

  const other = otherSide(affected);
  return (
    <svg
      className={classes.figure}
      viewBox="-10 0 236 292"
      role="img"
      aria-label={t('live.figure', { ms: horizonMs })}
      data-testid="leg-figure"
    >
      <line className={classes.floor} x1="10" y1={FLOOR} x2="206" y2={FLOOR} />
      <g ref={body}>
        <g className={classes.trunk}>
          <line x1={HIP.x} y1={HIP.y} x2={HIP.x + 3} y2="42" />
          <circle cx={HIP.x + 6} cy="22" r="13" />
        </g>
        <Leg
          refTo={far}
          className={classes[other]}
          label={t(other === 'l' ? 'app.leftShort' : 'app.rightShort')}
        />
        <Leg refTo={ghost} className={classes.ghost} />
        <Leg
          refTo={near}
          className={classes.near}
          label={t(affected === 'l' ? 'app.leftShort' : 'app.rightShort')}
        />
      </g>
    </svg>
  );
}

interface LegProps {
  refTo: { current: SVGGElement | null };
  className: string | undefined;
  label?: string;
}

function Leg({ refTo, className, label }: LegProps) {
  return (
    <g ref={refTo} className={className} visibility="hidden">
      <g data-part="hip">
        <line x1="0" y1="0" x2="0" y2={THIGH} />
        <g data-part="knee">
          <line x1="0" y1="0" x2="0" y2={SHANK} />
          <circle r="4" />
          <g data-part="ankle">
            <path d="M-9 7 L0 0 L30 8 L-9 8 Z" />
            {label && <text data-part="label">{label}</text>}
          </g>
        </g>
      </g>
    </g>
  );
}

function place(leg: SVGGElement | null, pose: Pose | null): void {
  if (!leg) return;
  leg.setAttribute('visibility', pose ? 'visible' : 'hidden');
  if (!pose) return;
  const part = (name: string, transform: string): void =>
    leg.querySelector(`[data-part=${name}]`)?.setAttribute('transform', transform);
  part('hip', `translate(${HIP.x} ${HIP.y}) rotate(${(-pose.hip).toFixed(2)})`);
  part('knee', `translate(0 ${THIGH}) rotate(${pose.knee.toFixed(2)})`);
  part('ankle', `translate(0 ${SHANK}) rotate(${(-pose.ankle).toFixed(2)})`);
  // The letter stays upright.
  part('label', `translate(6 -12) rotate(${(pose.hip - pose.knee + pose.ankle).toFixed(2)})`);
}
