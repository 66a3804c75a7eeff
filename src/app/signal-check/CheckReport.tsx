import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { withTurnedSign } from '../../device/calibration';
import {
  SIGNAL_CHECK_STEPS,
  type SignalCheckReport,
  type SignalFinding,
} from '../../gait/signal-check/report';
import { fixed } from '../format';
import { useCalibration } from '../link/use-calibration';
import { channelLabel } from '../names';
import { useApp } from '../store/store';
import classes from './SignalCheckDialog.module.css';

const ORDER = { fix: 0, note: 1, pass: 2 } as const;

/** The findings, those to be mended first, each with the button that mends it where one does. */
export function CheckReport({ report }: { report: SignalCheckReport }) {
  const { t } = useTranslation();
  const findings = [...report.findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
  const fixes = findings.filter((f) => f.severity === 'fix').length;
  const skipped = SIGNAL_CHECK_STEPS.filter((step) => !report.steps.includes(step));
  return (
    <div data-testid="check-report" data-sound={report.sound}>
      <p className={classes.prompt} role="status">
        {fixes === 0 ? t('check.allPass') : t('check.toFix', { count: fixes })}
      </p>
      {skipped.length > 0 && (
        <p className={classes.aside}>
          {t('check.skipped', { steps: skipped.map((step) => t(`check.${step}.title`)).join(', ') })}
        </p>
      )}
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('check.channel')}</th>
            <th scope="col">{t('check.verdict')}</th>
            <th scope="col">{t('check.finding')}</th>
          </tr>
        </thead>
        <tbody>
          {findings.map((finding) => (
            <tr
              key={`${finding.channel} ${finding.step} ${finding.code}`}
              data-testid="check-finding"
              data-channel={finding.channel}
              data-code={finding.code}
              data-severity={finding.severity}
            >
              <th scope="row">{channelLabel(t, finding.channel)}</th>
              <td className={classes[finding.severity]}>{t(`check.severity.${finding.severity}`)}</td>
              <td>
                {t(`check.codes.${finding.code}`, { hz: fixed(finding.figures.humHz, 0) })}
                <Mend finding={finding} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Mend({ finding }: { finding: SignalFinding }) {
  const { t } = useTranslation();
  const { change, zeroNow } = useCalibration();
  const calibration = useApp((s) => s.engine?.calibration ?? null);
  const row = calibration?.channels.find((c) => c.name === finding.channel);
  if (finding.code === 'wrong_sign' && calibration && row)
    return (
      <Button
        size="compact-xs"
        variant="default"
        ml={8}
        onClick={() => change(withTurnedSign(calibration, row.device))}
      >
        {t('check.flipNow')}
      </Button>
    );
  if (finding.code === 'out_of_range' && finding.step === 'stand')
    return (
      <Button size="compact-xs" variant="default" ml={8} onClick={zeroNow}>
        {t('check.zeroNow')}
      </Button>
    );
  return null;
}
