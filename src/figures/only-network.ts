/** The one network that rows are of. @throws Error for several, whose lines would not be told apart */
export function onlyNetwork(rows: readonly { readonly network: string }[]): string {
  const [network = '', ...others] = new Set(rows.map((row) => row.network));
  if (others.length > 0) throw new Error(`This figure is of one network, but the table has ${[network, ...others].join(', ')}; filter it by network first.`);
  return network;
}
