// A clock that can be stopped, and goes on after a reload. Milliseconds; a computer's clock set back takes none away.

function clockOf(kept) {
  let spent = kept?.spent ?? 0;
  let since = kept?.since ?? null;
  const now = () => spent + (since === null ? 0 : Math.max(0, Date.now() - since));
  return {
    now,
    runs: () => since !== null,
    keep: () => ({ spent, since }),
    start() { since ??= Date.now(); },
    stop() { [spent, since] = [now(), null]; },
    clear() { [spent, since] = [0, since === null ? null : Date.now()]; },
  };
}

function asMinutes(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
