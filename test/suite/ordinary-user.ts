/** Runs `action` without the rights of the superuser, whom permissions do not stop. */
export function asOrdinaryUser(action: () => void): void {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid!(65534);
  try {
    action();
  } finally {
    if (root) process.seteuid!(0);
  }
}
