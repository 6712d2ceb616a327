/** What may wait until the screen shows what was just done. */

/**
 * Does something once the next frame is drawn. What was changed just before is drawn in a task of its own: the frame is
 * asked for behind that, or there would be one for nothing. @param {() => void} then @returns {() => void} what calls it off
 */
export function onceDrawn(then) {
  let frame = 0;
  let timer = setTimeout(() => {
    frame = requestAnimationFrame(() => (timer = setTimeout(then)));
  });
  return () => (cancelAnimationFrame(frame), clearTimeout(timer));
}
