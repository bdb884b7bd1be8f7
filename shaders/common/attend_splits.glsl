// How positions are cut into splits of equal length, known to attend.comp and attend_merge.comp. A fixed
// number of splits is recorded; how long they are follows the context, so that short ones are shared out too.
// `end`: positions that the last row sees. A length is a multiple of `least`, a number of whole blocks.
uint splitLength(uint end, uint splits, uint least) {
  const uint share = (end + splits - 1) / splits;
  return (share + least - 1) / least * least;
}
