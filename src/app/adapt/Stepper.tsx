import { useTranslation } from 'react-i18next';
import classes from './Stepper.module.css';
import { STEPS, type Step } from './walk-state';

interface StepperProps {
  at: Step;
  shown: Step;
  onShow: (step: Step) => void;
}

/** Where one is. While a comparison waits, the strides can be looked at again. */
export function Stepper({ at, shown, onShow }: StepperProps) {
  const { t } = useTranslation();
  const place = STEPS.indexOf(at);
  return (
    <ol className={classes.steps} aria-label={t('adapt.stepper')} data-testid="adapt-steps" data-step={at}>
      {STEPS.map((step, i) => {
        const open = at === 'compare' && step !== 'adapt';
        return (
          <li
            key={step}
            aria-current={step === at ? 'step' : undefined}
            data-done={i < place || undefined}
            data-shown={step === shown || undefined}
          >
            {open ? (
              <button type="button" onClick={() => onShow(step)} aria-pressed={step === shown}>
                {t(`adapt.steps.${step}`)}
              </button>
            ) : (
              <span>{t(`adapt.steps.${step}`)}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
