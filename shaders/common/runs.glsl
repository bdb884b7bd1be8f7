// How the 16 numbers of a chunk lie in a row, for the four ways there are; RUNS_... chooses one. Runs that
// share a scale make a unit: a chunk has kUnits units, and run r belongs to unit r / (4 / kUnits).
#if defined(RUNS_CONSECUTIVE)
const uint kUnits = 1;
uint chunkFirst(uint chunk) { return 16 * chunk; }
uint runAt(uint run) { return 4 * run; }
#elif defined(RUNS_BLOCK_HALVES)
// Eight bytes of a 32-number block whose nibbles i and i + 16 share a byte.
const uint kUnits = 1;
uint chunkFirst(uint chunk) { return 32 * (chunk >> 1) + 8 * (chunk & 1); }
uint runAt(uint run) { return 4 * (run & 1) + 16 * (run >> 1); }
#elif defined(RUNS_GROUP_PAIRS)
// Eight bytes of a 256-number block whose groups 2p and 2p + 1 (32 numbers each) share bytes.
const uint kUnits = 2;
uint chunkFirst(uint chunk) { return 256 * (chunk >> 4) + 64 * ((chunk >> 2) & 3) + 8 * (chunk & 3); }
uint runAt(uint run) { return 4 * (run & 1) + 32 * (run >> 1); }
#elif defined(RUNS_QUARTERS)
// Four bytes that serve four groups of 32 numbers, half a 256-number block.
const uint kUnits = 4;
uint chunkFirst(uint chunk) { return 128 * (chunk >> 3) + 4 * (chunk & 7); }
uint runAt(uint run) { return 32 * run; }
#endif
// Numbers with a common scale: those of a unit of this chunk and the ones beside it.
#if defined(UNITS_OF_16) || defined(RUNS_QUARTERS)
const uint kUnitNumbers = 16;
#else
const uint kUnitNumbers = 32;
#endif
const uint kRunsPerUnit = 4 / kUnits;
uint unitOf(uint run) { return run / kRunsPerUnit; }
