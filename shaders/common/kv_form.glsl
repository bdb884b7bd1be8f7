// Rows of a KV cache in blocks of 32 numbers with one scale each: all codes, then all scales, padded to whole
// words. The numbers of KvForm in runtime/forward/kv_cache.h; which one it is says kForm.
const uint kFormQ8 = 2, kFormQ4 = 3, kFormF8 = 4;
const uint kKvBlock = 32;

uint codeBytesOf(uint width) { return kForm == kFormQ4 ? width / 2 : width; }
uint rowBytesOf(uint width) {
  return (codeBytesOf(width) + width / kKvBlock * (kForm == kFormF8 ? 1 : 2) + 3) & ~3u;
}
