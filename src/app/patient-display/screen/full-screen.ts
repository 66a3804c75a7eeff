import classes from './Screen.module.css';

const IDLE_MS = 3000;

/** A quiet button in the corner, the key F, a pointer that goes when it rests, and a screen that stays on. */
export function offerFullScreen(place: HTMLElement, label: () => string, letterKeys: boolean): void {
  const button = document.createElement('button');
  button.className = classes.full;
  button.type = 'button';
  button.dataset.testid = 'screen-full';
  if (letterKeys) button.setAttribute('aria-keyshortcuts', 'f');
  const toggle = (): void => {
    const change = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen();
    // A browser that does not allow it leaves the window as it is.
    change.catch(() => undefined);
  };
  button.addEventListener('click', toggle);
  addEventListener('keydown', (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (letterKeys && plain && event.key.toLowerCase() === 'f') toggle();
  });
  const name = (): void => {
    if (button.textContent !== label()) button.textContent = label();
  };
  name();
  setInterval(name, 1000);
  place.append(button);
  hideWhenIdle();
  stayAwake();
}

function hideWhenIdle(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wake = (): void => {
    document.body.dataset.idle = 'false';
    clearTimeout(timer);
    timer = setTimeout(() => {
      document.body.dataset.idle = 'true';
    }, IDLE_MS);
  };
  for (const event of ['pointermove', 'pointerdown', 'keydown']) addEventListener(event, wake);
  wake();
}

/** A browser without wake locks dims the screen as it always does. */
function stayAwake(): void {
  const ask = (): void => {
    if (document.visibilityState === 'visible' && 'wakeLock' in navigator)
      navigator.wakeLock.request('screen').catch(() => undefined);
  };
  ask();
  document.addEventListener('visibilitychange', ask);
}
