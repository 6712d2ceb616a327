/** Keeps the screen on while a screen is open: a gate's phone lies in a hand for hours. */

import {useEffect} from 'preact/hooks';

export function useAwake() {
  useEffect(() => {
    /** @type {WakeLockSentinel|null} */
    let lock = null;
    let isOver = false;
    const hold = async () => {
      if (document.visibilityState !== 'visible') return;
      const held = await navigator.wakeLock?.request('screen').catch(() => null);
      if (isOver) void held?.release();
      else lock = held ?? null;
    };
    void hold();
    // The system lets go of it whenever the page is hidden.
    document.addEventListener('visibilitychange', hold);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', hold);
      void lock?.release();
    };
  }, []);
}

/** Draws a screen anew each second, while something on it counts down. @param {(at: number) => void} tick @param {boolean} isOn */
export function useSeconds(tick, isOn) {
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setInterval(() => tick(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isOn]);
}
