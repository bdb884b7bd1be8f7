// Attention to a cache against softmax(scale * q k^T) v in double precision.
#include <algorithm>
#include <cmath>
#include <string>

#include "tests/vulkan/attention_support.h"

namespace hearth::vulkan {
namespace {

using hearth::test::Random;
using test::Cache;
using test::GpuTest;
using test::makeCache;

struct Case {
  std::string name;
  uint32_t heads = 1, kvHeads = 1;
  uint32_t piece0 = 64, piece1 = 0;  // of a key
  uint32_t valueDim = 64;
  bool latent = false;  // values are the keys' first numbers
  KvForm form = KvForm::Half;
  uint32_t rows = 1, first = 0;
  uint32_t contextMax = 0;  // 0: first + rows
  float scale = 1;          // times 1 / sqrt(keyDim)
  uint32_t gap = 0;         // between heads of queries; 0: one number where pieces are odd, else four
  uint32_t headStep = 1;    // every so many heads are compared
  uint32_t keyDim() const { return piece0 + piece1; }
};

class AttentionTest : public GpuTest {
 protected:
  // Device and host side of a case.
  struct Made {
    std::vector<float> q0, q1;
    std::vector<uint32_t> pages;
    Cache keys, values;
    Buffer deviceQ0, deviceQ1, deviceKeys, deviceValues, step, scratch, out;
    Attention attention;
    Rows outRows;
  };

  Made make(const Case& c, uint32_t written, uint64_t seed) {
    Random random(seed);
    Made m;
    const uint32_t gap = c.gap > 0 ? c.gap : c.piece0 % 4 == 0 && c.piece1 % 4 == 0 ? 4 : 1;
    const uint32_t stride0 = c.piece0 + gap, stride1 = c.piece1 + gap;
    const uint32_t cols0 = c.heads * stride0 + gap, cols1 = c.heads * stride1 + gap;
    m.q0 = random.normals(size_t{c.rows} * cols0);
    m.q1 = random.normals(size_t{c.rows} * cols1);
    const uint32_t contextMax = c.contextMax > 0 ? c.contextMax : c.first + c.rows;
    const uint32_t keyWidth = c.kvHeads * c.keyDim(), valueWidth = c.kvHeads * c.valueDim;
    m.pages = test::shuffledPages(random, contextMax);
    m.keys = makeCache(random, keyWidth, written, m.pages, c.form);
    if (!c.latent) m.values = makeCache(random, valueWidth, written, m.pages, c.form);
    m.deviceQ0 = upload(m.q0);
    m.deviceQ1 = upload(m.q1);
    m.deviceKeys = uploadBytes(m.keys.bytes);
    if (!c.latent) m.deviceValues = uploadBytes(m.values.bytes);
    m.step = upload(test::stepOf(c.first, c.rows, m.pages));
    m.out = room(size_t{c.rows} * c.heads * c.valueDim * 4);
    m.outRows = {.at = m.out.address(), .rows = c.rows, .cols = c.heads * c.valueDim};
    const CachedAt keys{m.deviceKeys.address(), keyWidth, c.form, m.keys.positions};
    const CachedAt values{m.deviceValues.address(), valueWidth, c.form, m.values.positions};
    m.attention = {.pieces = {},
                   .heads = c.heads,
                   .kvHeads = c.kvHeads,
                   .scale = c.scale / std::sqrt(static_cast<float>(c.keyDim())),
                   .keys = keys,
                   .values = c.latent ? keys : values,
                   .valueDim = c.valueDim,
                   .step = m.step.address(),
                   .contextMax = contextMax};
    m.attention.pieces[0] = {{m.deviceQ0.address(), c.rows, cols0}, gap, stride0, c.piece0};
    if (c.piece1 > 0) m.attention.pieces[1] = {{m.deviceQ1.address(), c.rows, cols1}, gap, stride1, c.piece1};
    m.scratch = room(std::max<size_t>(attendScratchBytes(m.attention), 4));
    return m;
  }

  // Compares what is in m.out after a step from `first`.
  void expectAttended(const Case& c, const Made& m, uint32_t first) {
    const auto actual = read<float>(m.out, size_t{c.rows} * c.heads * c.valueDim);
    const QueryPiece &p0 = m.attention.pieces[0], &p1 = m.attention.pieces[1];
    const uint32_t keyWidth = m.attention.keys.width, valueWidth = m.attention.values.width;
    const std::vector<float>& values = c.latent ? m.keys.numbers : m.values.numbers;
    for (uint32_t row = 0; row < c.rows; ++row) {
      for (uint32_t h = 0; h < c.heads; h += c.headStep) {
        const uint32_t kvHead = h / (c.heads / c.kvHeads);
        const std::vector<test::Bounded> expected = test::attention(
            first + row + 1, c.keyDim(), c.valueDim, double{m.attention.scale},
            [&](uint32_t d) {
              return double{d < c.piece0 ? m.q0[row * p0.x.cols + p0.offset + h * p0.stride + d]
                                         : m.q1[row * p1.x.cols + p1.offset + h * p1.stride + d - c.piece0]};
            },
            [&](uint32_t p, uint32_t d) {
              return double{m.keys.numbers[size_t{p} * keyWidth + kvHead * c.keyDim() + d]};
            },
            [&](uint32_t p, uint32_t d) {
              return double{values[size_t{p} * valueWidth + kvHead * c.valueDim + d]};
            });
        for (uint32_t d = 0; d < c.valueDim; ++d) {
          ASSERT_NEAR(actual[(size_t{row} * c.heads + h) * c.valueDim + d], expected[d].value,
                      expected[d].error)
              << c.name << ": row " << row << ", head " << h << ", number " << d << ", from " << first;
        }
      }
    }
  }

  void expectMatches(const Case& c, uint64_t seed) {
    const Made m = make(c, c.first + c.rows, seed);
    run([&](Recorder& r) { attend(r, m.attention, m.scratch.address(), m.outRows); });
    expectAttended(c, m, c.first);
  }
};

TEST_F(AttentionTest, OneTokenMeetsACacheOfHalves) {
  for (const uint32_t first : {0u, 62u, 63u, 64u, 299u}) {
    expectMatches({.name = "grouped", .heads = 8, .kvHeads = 2, .first = first, .contextMax = 300}, first);
  }
}

TEST_F(AttentionTest, ManyTokensSeeOnlyWhatCameBefore) {
  for (const uint32_t first : {0u, 21u, 100u}) {
    expectMatches({.name = "prefill", .heads = 6, .kvHeads = 2, .rows = 45, .first = first}, first);
  }
}

TEST_F(AttentionTest, AllShapesOfModels) {
  const Case cases[] = {
      {.name = "96", .heads = 6, .kvHeads = 2, .piece0 = 96, .valueDim = 96, .rows = 2, .first = 70},
      {.name = "128, odd group", .heads = 7, .kvHeads = 1, .piece0 = 128, .valueDim = 128, .first = 130},
      {.name = "192/128", .heads = 2, .kvHeads = 2, .piece0 = 192, .valueDim = 128, .rows = 9, .first = 5},
      {.name = "256", .heads = 4, .kvHeads = 1, .piece0 = 256, .valueDim = 256, .rows = 3, .first = 66},
      {.name = "floats", .heads = 4, .kvHeads = 2, .form = KvForm::Float, .rows = 5, .first = 66},
      {.name = "tiny", .heads = 4, .kvHeads = 2, .piece0 = 8, .valueDim = 8, .rows = 17, .first = 3},
      {.name = "odd", .heads = 3, .kvHeads = 3, .piece0 = 7, .valueDim = 5, .rows = 4, .first = 64},
      {.name = "odd floats",
       .heads = 2,
       .kvHeads = 1,
       .piece0 = 5,
       .piece1 = 2,
       .valueDim = 3,
       .form = KvForm::Float,
       .rows = 2,
       .first = 64},
  };
  for (const Case& c : cases) expectMatches(c, 7);
}

// What a graphics card gets, and one that has no more than Vulkan promises.
TEST_F(AttentionTest, WorkgroupsOfAllSizes) {
  KernelChoice card = chooseKernels(device().can()), least = card;
  card.software = least.software = false;
  least.invocationsMax = 128;
  least.sharedBytesMax = 16384;
  const Case cases[] = {
      {.name = "1 query", .heads = 2, .kvHeads = 2, .piece0 = 128, .valueDim = 128, .first = 130},
      {.name = "4 queries", .heads = 8, .kvHeads = 2, .first = 100},
      {.name = "8 queries", .heads = 7, .kvHeads = 1, .piece0 = 96, .valueDim = 96, .first = 100},
      {.name = "16 queries",
       .heads = 4,
       .kvHeads = 1,
       .piece0 = 256,
       .valueDim = 256,
       .rows = 4,
       .first = 66},
      {.name = "32 queries",
       .heads = 4,
       .kvHeads = 2,
       .piece0 = 128,
       .valueDim = 128,
       .rows = 33,
       .first = 60},
      {.name = "latent",
       .heads = 16,
       .piece0 = 512,
       .piece1 = 64,
       .valueDim = 512,
       .latent = true,
       .first = 150},
      {.name = "tiny", .heads = 4, .kvHeads = 2, .piece0 = 8, .valueDim = 8, .rows = 17, .first = 3},
  };
  for (const KernelChoice& choice : {card, least}) {
    gpu().pipelines().choose(choice);
    for (const Case& c : cases) expectMatches(c, 15);
  }
  gpu().pipelines().choose(chooseKernels(device().can()));
}

TEST_F(AttentionTest, LatentRowsAreKeysAndValues) {
  const Case cases[] = {
      {.name = "16 heads",
       .heads = 16,
       .piece0 = 512,
       .piece1 = 64,
       .valueDim = 512,
       .latent = true,
       .first = 200},
      {.name = "128 heads",
       .heads = 128,
       .piece0 = 512,
       .piece1 = 64,
       .valueDim = 512,
       .latent = true,
       .first = 70},
      {.name = "rows",
       .heads = 16,
       .piece0 = 512,
       .piece1 = 64,
       .valueDim = 512,
       .latent = true,
       .rows = 3,
       .first = 64},
      {.name = "tiny",
       .heads = 4,
       .piece0 = 12,
       .piece1 = 4,
       .valueDim = 12,
       .latent = true,
       .rows = 5,
       .first = 90},
      {.name = "floats",
       .heads = 4,
       .piece0 = 12,
       .piece1 = 4,
       .valueDim = 12,
       .latent = true,
       .form = KvForm::Float,
       .rows = 2,
       .first = 90},
  };
  for (const Case& c : cases) expectMatches(c, 8);
}

TEST_F(AttentionTest, ReadsEveryFormInBlocks) {
  const Case cases[] = {
      {.name = "grouped", .heads = 8, .kvHeads = 2, .piece0 = 128, .valueDim = 128, .first = 130},
      {.name = "prefill", .heads = 6, .kvHeads = 2, .piece0 = 32, .valueDim = 64, .rows = 45, .first = 21},
      {.name = "odd scales", .heads = 3, .kvHeads = 1, .piece0 = 96, .valueDim = 32, .rows = 2, .first = 70},
      {.name = "queries between quads", .heads = 2, .kvHeads = 2, .piece0 = 32, .valueDim = 32, .gap = 1},
      {.name = "latent",
       .heads = 16,
       .piece0 = 512,
       .piece1 = 64,
       .valueDim = 512,
       .latent = true,
       .first = 150,
       .headStep = 5},
      {.name = "tiny latent",
       .heads = 8,
       .piece0 = 256,
       .piece1 = 32,
       .valueDim = 256,
       .latent = true,
       .rows = 3,
       .first = 62},
  };
  for (const KvForm form : test::kBlockForms) {
    for (Case c : cases) {
      c.name += ", " + std::string(nameOf(form));
      c.form = form;
      expectMatches(c, 16);
    }
  }
}

TEST_F(AttentionTest, ALongContextIsCutIntoSplits) {
  const Case c{.name = "long", .heads = 2, .piece0 = 8, .valueDim = 8, .first = 131071};
  expectMatches(c, 9);
  const Case blocks{.name = "long, f8", .piece0 = 32, .valueDim = 32, .form = KvForm::F8, .first = 9000};
  expectMatches(blocks, 17);
  const Case rows{.name = "long, rows", .heads = 4, .piece0 = 8, .valueDim = 8, .rows = 64, .first = 20000};
  expectMatches(rows, 10);
}

// lavapipe ends loops after 65,535 rounds of an invocation: the longest stretch of the widest rows must fit.
TEST_F(AttentionTest, OneWorkgroupPassesThroughFourThousandLatents) {
  const Case c{.name = "stretch",
               .heads = 144,
               .piece0 = 512,
               .piece1 = 64,
               .valueDim = 512,
               .latent = true,
               .first = 4090,
               .headStep = 37};
  expectMatches(c, 13);
}

TEST_F(AttentionTest, SharpSoftmaxesDoNotOverflow) {
  // Scores of hundreds, whose maximum moves from block to block.
  expectMatches({.name = "sharp", .heads = 4, .kvHeads = 2, .rows = 3, .first = 300, .scale = 100}, 14);
}

TEST_F(AttentionTest, WorkIsCutIntoDispatches) {
  const Case c{
      .name = "cut", .heads = 4, .kvHeads = 2, .piece0 = 32, .valueDim = 32, .rows = 40, .first = 300};
  const Made m = make(c, c.first + c.rows, 11);
  const uint64_t before = device().workPerDispatch();
  uint32_t dispatches = 0;
  for (const uint64_t work : {uint64_t{1}, uint64_t{500000}, before}) {
    device().setWorkPerDispatch(work);
    run([&](Recorder& r) {
      attend(r, m.attention, m.scratch.address(), m.outRows);
      if (dispatches > 0) {
        EXPECT_LT(r.dispatches(), dispatches);
      }
      dispatches = r.dispatches();
    });
    expectAttended(c, m, c.first);
  }
  device().setWorkPerDispatch(before);
}

TEST_F(AttentionTest, ARecordingIsReplayedAsTheContextGrows) {
  Case c{
      .name = "replay", .heads = 8, .kvHeads = 4, .piece0 = 32, .valueDim = 32, .rows = 2, .contextMax = 700};
  const Made m = make(c, 700, 12);
  const auto program = gpu().newProgram();
  program->begin(Recorder::Replay::Many);
  attend(program->recorder(), m.attention, m.scratch.address(), m.outRows);
  program->endRecording();
  for (const uint32_t first : {0u, 1u, 62u, 63u, 127u, 128u, 500u, 698u}) {
    const Buffer step = upload(std::vector<uint32_t>{first, first + c.rows});
    run([&](Recorder& r) { r.copy(step, 0, m.step, 0, 8); });
    ASSERT_TRUE(program->run());
    expectAttended(c, m, first);
  }
}

}  // namespace
}  // namespace hearth::vulkan
