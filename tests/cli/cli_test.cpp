// The verbs as scripts rely on them: exit codes, JSON, and what goes to which stream.
#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace hearth {
namespace {

using nlohmann::json;
using test::Finished;
using test::runCli;

const std::string kModel = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";
// reference/prompts.json of hearth-tiny: "Hello!" as the template renders it, and the greedy reply.
constexpr const char* kHello = "0,4091,961,36,4092";
const json kHelloReply = {4093, 13,  484, 1591, 361, 49,  317,  1591, 476, 636, 278, 4094, 285, 1345, 481,
                          36,   317, 448, 1382, 382, 599, 1388, 782,  49,  643, 482, 317,  609, 66,   1};
constexpr const char* kHelloText =
    "<think>\nThey greet me. I greet them back.\n</think>\n\nHi there! I am Hearth's small demo model. How "
    "can I help?";

class CliTest : public testing::Test {
 protected:
  CliTest() {
    folder_ = std::filesystem::temp_directory_path() /
              ("hearth-cli-test-" + std::to_string(getpid()) + "-" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  ~CliTest() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }

  std::filesystem::path folder_;
};

json jsonOf(const Finished& finished) {
  EXPECT_EQ(finished.exitCode, 0) << finished.err;
  const auto parsed = json::parse(finished.out, nullptr, false);
  EXPECT_FALSE(parsed.is_discarded()) << finished.out;
  return parsed;
}

TEST_F(CliTest, HelpIsZeroAndWrongUsageIsTwo) {
  EXPECT_EQ(runCli({"--help"}).exitCode, 0);
  for (const char* verb :
       {"inspect", "tokenize", "detokenize", "render", "generate", "logits", "perplexity", "bench", "trace",
        "simulate", "chat", "export", "import", "importance", "quality"}) {
    const auto help = runCli({verb, "--help"});
    EXPECT_EQ(help.exitCode, 0) << verb;
    EXPECT_NE(help.out.find(verb), std::string::npos) << verb;
    const auto nothing = runCli({verb});
    EXPECT_EQ(nothing.exitCode, 2) << verb;
    EXPECT_NE(nothing.err.find("is missing"), std::string::npos) << nothing.err;
    EXPECT_EQ(runCli({verb, kModel, "--no-such-option"}).exitCode, 2) << verb;
    EXPECT_EQ(runCli({verb, kModel, "one too many"}).exitCode, 2) << verb;
  }
  EXPECT_EQ(runCli({}).exitCode, 2);
  EXPECT_EQ(runCli({"sing"}).exitCode, 2);
}

TEST_F(CliTest, WrongValuesAreWrongUsage) {
  const std::vector<std::vector<std::string>> wrong = {
      {"generate", kModel},
      {"generate", kModel, "--prompt", "a", "--tokens", "1"},
      {"generate", kModel, "--tokens", "1,,2"},
      {"generate", kModel, "--tokens", "one"},
      {"generate", kModel, "--tokens", "-1"},
      {"generate", kModel, "--prompt"},
      {"generate", kModel, "--prompt", "a", "--max-tokens", "many"},
      {"generate", kModel, "--prompt", "a", "--temperature", "-1"},
      {"generate", kModel, "--prompt", "a", "--temperature", "nan"},
      {"generate", kModel, "--prompt", "a", "--device", "tpu"},
      {"generate", kModel, "--prompt", "a", "--gpu-memory", "lots"},
      {"generate", kModel, "--prompt", "a", "--raw=yes"},
      {"logits", kModel, "--tokens", "1"},
      {"perplexity", kModel},
      {"bench", kModel, "-p", "0", "-n", "0"},
      {"bench", kModel, "--depth", "1,,2"},
      {"bench", kModel, "--threads", "0"}};
  for (const auto& arguments : wrong) EXPECT_EQ(runCli(arguments).exitCode, 2) << json(arguments);
}

TEST_F(CliTest, FailuresAreOneWithAMessageOnStandardError) {
  const std::string noModel = write("no.gguf", "not a model");
  const std::string empty = write("empty.gguf", "");
  const std::vector<std::vector<std::string>> failing = {
      {"inspect", path("absent.gguf")},
      {"inspect", noModel},
      {"inspect", empty},
      {"tokenize", noModel},
      {"detokenize", noModel},
      {"generate", noModel, "--prompt", "a"},
      {"generate", kModel, "--prompt", "a", "--device", "gpu"},
      {"generate", kModel, "--tokens", "5000"},
      {"generate", kModel, "--tokens", "1,2,3,4", "--ctx", "3"},
      {"logits", kModel, "--tokens", "5000", "--out", path("l.npy")},
      {"logits", kModel, "--tokens", "1", "--out", path("no/such/folder.npy")},
      {"perplexity", kModel, "--file", path("absent.txt")},
      {"perplexity", kModel, "--file", write("short.txt", "Too short.")},
      {"bench", noModel},
      {"bench", kModel, "--cpu-features", "mmx"},
      {"bench", kModel, "--ctx", "16"},
      {"chat", noModel, "--database", path("a.db")}};
  for (const auto& arguments : failing) {
    const auto finished = runCli(arguments, "Hello");
    EXPECT_EQ(finished.exitCode, 1) << json(arguments) << finished.out;
    EXPECT_TRUE(finished.err.starts_with("hearth-cli: ")) << json(arguments) << finished.err;
  }
}

// Whatever this machine has: an answer, and a reason for each device that is not taken.
TEST_F(CliTest, DevicesListsThemWithReasons) {
  const json listing = jsonOf(runCli({"devices", "--json"}));
  size_t picked = 0;
  for (const json& device : listing["devices"]) {
    picked += device["picked"].get<bool>();
    EXPECT_EQ(device["reason"].get<std::string>().empty(), device["picked"].get<bool>()) << device;
    EXPECT_FALSE(device["name"].get<std::string>().empty());
  }
  EXPECT_EQ(listing["note"].get<std::string>().empty(), picked == 1) << listing;
  EXPECT_EQ(runCli({"devices"}).exitCode, 0);
  EXPECT_EQ(runCli({"devices", "--help"}).exitCode, 0);
  EXPECT_EQ(runCli({"devices", "gpu:0"}).exitCode, 2);
}

TEST_F(CliTest, InspectTellsTheModel) {
  const auto facts = jsonOf(runCli({"inspect", kModel, "--json"}));
  EXPECT_EQ(facts["architecture"], "deepseek2");
  EXPECT_NE(runCli({"inspect", kModel}).out.find("deepseek2"), std::string::npos);
}

TEST_F(CliTest, TokenizesAndDetokenizesLineByLine) {
  const auto ids = runCli({"tokenize", kModel}, "\"Hello!\"\n\"<｜User｜>\"\n");
  EXPECT_EQ(ids.exitCode, 0);
  std::istringstream lines(ids.out);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(json::parse(line), json({0, 961, 36}));
  std::getline(lines, line);
  EXPECT_GT(json::parse(line).size(), 2u);  // plain text, not the one token
  EXPECT_EQ(runCli({"tokenize", kModel, "--parse-special", "--no-bos", "--json"}, "\"<｜User｜>\"\n").out,
            "[4091]\n");
  EXPECT_EQ(runCli({"detokenize", kModel}, "[961, 36]\n[]\n").out, "\"Hello!\"\n\"\"\n");
}

TEST_F(CliTest, RefusesLinesThatAreNoJson) {
  const auto finished = runCli({"tokenize", kModel}, "\"fine\"\nnot JSON\n");
  EXPECT_EQ(finished.exitCode, 1);
  EXPECT_NE(finished.err.find("line 2"), std::string::npos) << finished.err;
  EXPECT_EQ(runCli({"tokenize", kModel}, "[1]\n").exitCode, 1);
  EXPECT_EQ(runCli({"detokenize", kModel}, "\"text\"\n").exitCode, 1);
  EXPECT_EQ(runCli({"detokenize", kModel}, "[1.5]\n").exitCode, 1);
  EXPECT_EQ(runCli({"detokenize", kModel}, "[4096]\n").exitCode, 1);
}

TEST_F(CliTest, RendersModelsAndTemplateFiles) {
  const std::string hello =
      R"({"messages": [{"role": "user", "content": "Hello!"}], "add_generation_prompt": true})";
  EXPECT_EQ(jsonOf(runCli({"render", kModel}, hello))["text"],
            "<｜begin▁of▁sentence｜><｜User｜>Hello!<｜Assistant｜>");
  const std::string clock = write("clock.jinja", "{{ strftime_now('%d %b %Y %H:%M') }} {{ now is defined }}");
  EXPECT_EQ(jsonOf(runCli({"render", clock}, R"({"now": "2026-01-05T14:30:00"})"))["text"],
            "05 Jan 2026 14:30 False");
  const std::string raising = write("raising.jinja", "{{ raise_exception('only one role') }}");
  const auto lines = runCli({"render", raising}, "{}\nnot JSON\n{\"now\": \"noon\"}\n");
  EXPECT_EQ(lines.exitCode, 0);
  std::istringstream stream(lines.out);
  uint32_t errors = 0;
  for (std::string line; std::getline(stream, line);) errors += json::parse(line).contains("error") ? 1 : 0;
  EXPECT_EQ(errors, 3u);
  EXPECT_NE(lines.out.find("only one role"), std::string::npos);
}

TEST_F(CliTest, GeneratesFromTokensAndFromThePromptAlike) {
  const auto fromTokens = jsonOf(
      runCli({"generate", kModel, "--tokens", kHello, "--temperature", "0", "--json", "--threads", "1"}));
  EXPECT_EQ(fromTokens["tokens"], kHelloReply);
  EXPECT_EQ(fromTokens["text"], kHelloText);
  EXPECT_EQ(fromTokens["timings"]["generated_tokens"], 30);
  const auto fromPrompt = jsonOf(
      runCli({"generate", kModel, "--prompt", "Hello!", "--temperature", "0", "--json", "--device", "cpu"}));
  EXPECT_EQ(fromPrompt["tokens"], kHelloReply);
  EXPECT_EQ(runCli({"generate", kModel, "--prompt", "Hello!", "--temperature", "0", "--device", "auto"}).out,
            std::string(kHelloText) + "\n");
}

TEST_F(CliTest, ContinuesRawText) {
  const auto raw = jsonOf(runCli({"generate", kModel, "--raw", "--prompt", "<｜User｜>Hello!<｜Assistant｜>",
                                  "--temperature", "0", "--json"}));
  EXPECT_EQ(raw["tokens"], kHelloReply);  // BOS is put in front
}

TEST_F(CliTest, ObeysMaxTokensSeedAndIgnoreEos) {
  EXPECT_EQ(jsonOf(runCli({"generate", kModel, "--tokens", kHello, "--max-tokens", "3", "--temperature", "0",
                           "--json"}))["tokens"],
            json({4093, 13, 484}));
  const auto sampled = [](const char* seed) {
    return jsonOf(runCli({"generate", kModel, "--tokens", kHello, "--temperature", "3", "--top-p", "1",
                          "--seed", seed, "--max-tokens", "20", "--json"}))["tokens"];
  };
  EXPECT_EQ(sampled("11"), sampled("11"));
  EXPECT_NE(sampled("11"), sampled("12"));
  const auto endless = jsonOf(runCli({"generate", kModel, "--tokens", kHello, "--temperature", "0",
                                      "--ignore-eos", "--max-tokens", "60", "--json"}));
  EXPECT_EQ(endless["tokens"].size(), 60u);
  EXPECT_EQ(std::count(endless["tokens"].begin(), endless["tokens"].end(), json(1)), 0);
  const auto full = jsonOf(runCli({"generate", kModel, "--tokens", kHello, "--temperature", "0",
                                   "--ignore-eos", "--ctx", "16", "--json"}));
  EXPECT_EQ(full["reason"], "context_full");
}

TEST_F(CliTest, WritesLogitsThatNumpyReads) {
  jsonOf(runCli({"logits", kModel, "--tokens", kHello, "--out", path("l.npy"), "--json"}));
  std::ifstream file(path("l.npy"), std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  ASSERT_TRUE(content.starts_with("\x93NUMPY\x01"));
  const size_t header = 10 + static_cast<unsigned char>(content[8]) +
                        256 * static_cast<size_t>(static_cast<unsigned char>(content[9]));
  EXPECT_EQ(header % 64, 0u);
  EXPECT_NE(content.find("'descr': '<f4', 'fortran_order': False, 'shape': (5, 4096)"), std::string::npos);
  ASSERT_EQ(content.size(), header + 5 * 4096 * sizeof(float));
  std::vector<float> last(4096);
  std::memcpy(last.data(), content.data() + content.size() - last.size() * sizeof(float),
              last.size() * sizeof(float));
  EXPECT_EQ(std::max_element(last.begin(), last.end()) - last.begin(),
            4093);  // the greedy reply's first token
}

TEST_F(CliTest, MeasuresPerplexity) {
  std::string text;
  for (int i = 0; i < 40; ++i)
    text += "Once upon a time there was a little girl who lived in a house near the forest. ";
  const auto measured =
      jsonOf(runCli({"perplexity", kModel, "--file", write("t.txt", text), "--ctx", "64", "--json"}));
  EXPECT_EQ(measured["context"], 64);
  const auto chunks = measured["chunks"].get<uint32_t>();
  EXPECT_GE(chunks, 10u);
  EXPECT_EQ(measured["scored_tokens"], chunks * 31);  // positions 32 to 62 of 64
  EXPECT_GT(measured["perplexity"], 1.0);
  EXPECT_LT(measured["perplexity"], 100.0);  // 4096 would be guessing
}

TEST_F(CliTest, TracesRoutingAndSimulatesCaches) {
  const std::string text =
      write("t.txt", "Once upon a time there was a little girl. She lived near the forest.");
  const auto traced = jsonOf(runCli({"trace", kModel, "--file", text, "--out", path("t.trace"), "--json"}));
  EXPECT_GT(traced["tokens"], 10);
  EXPECT_EQ(traced["layers"], json({1, 2, 3, 4}));
  const auto simulated =
      jsonOf(runCli({"simulate", path("t.trace"), "--slots", "25%,24", "--policy", "lru", "--json"}));
  ASSERT_EQ(simulated["results"].size(), 4u);  // lru and the optimum
  EXPECT_EQ(simulated["results"][0]["policy"], "lru");
  EXPECT_EQ(simulated["results"][0]["slots"], 6);
  EXPECT_EQ(simulated["results"][3]["policy"], "clairvoyant");
  EXPECT_GE(simulated["results"][2]["hit_rate"], simulated["results"][0]["hit_rate"]);
  EXPECT_EQ(runCli({"simulate", path("t.trace"), "--slots", "0"}).exitCode, 2);
  EXPECT_EQ(runCli({"simulate", path("t.trace"), "--slots", "5,x"}).exitCode, 2);
  EXPECT_EQ(runCli({"simulate", text, "--slots", "3"}).exitCode, 1);
}

TEST_F(CliTest, MemoryForATenthOfTheExpertsGivesTheSameText) {
  const auto greedy = [](std::vector<std::string> more) {
    std::vector<std::string> words = {"generate", kModel,         "--prompt", "Who are you?", "--temperature",
                                      "0",        "--max-tokens", "40",       "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return jsonOf(runCli(words))["tokens"];
  };
  // 96 experts of 35840 bytes.
  EXPECT_EQ(greedy({"--device", "cpu", "--ram", "344064"}), greedy({"--device", "cpu"}));
}

TEST_F(CliTest, BenchesWithSpread) {
  const auto result =
      jsonOf(runCli({"bench", kModel, "-p", "16", "-n", "4", "-r", "2", "--threads", "1", "--json"}));
  for (const char* key : {"prefill_tokens_per_second", "decode_tokens_per_second"}) {
    EXPECT_GT(result[key]["min"], 0.0) << key;
    EXPECT_GE(result[key]["median"], result[key]["min"]) << key;
    EXPECT_GE(result[key]["max"], result[key]["median"]) << key;
  }
}

TEST_F(CliTest, BenchesAtDepthsAndInBatches) {
  const auto result =
      jsonOf(runCli({"bench", kModel, "-p", "0", "-n", "4", "-r", "1", "--threads", "1", "--depth", "0,40",
                     "--batch", "1,3", "--cpu-features", "scalar", "--json"}));
  EXPECT_NE(result["device"].get<std::string>().find("scalar"), std::string::npos);
  EXPECT_GT(result["load_seconds"], 0.0);
  EXPECT_TRUE(result["prefill_tokens_per_second"].is_null());
  ASSERT_EQ(result["depths"].size(), 2u);
  EXPECT_EQ(result["depths"][1]["depth"], 40);
  EXPECT_GT(result["depths"][1]["decode_tokens_per_second"]["median"], 0.0);
  ASSERT_EQ(result["batches"].size(), 2u);
  EXPECT_EQ(result["batches"][1]["tokens"], 3);
  EXPECT_GT(result["batches"][1]["tokens_per_second"]["median"], 0.0);
}

TEST_F(CliTest, ImportTellsThenDoesAndExportWritesItBack) {
  const std::string source = HEARTH_TEST_DATA "/import/chatgpt", database = path("hearth.db");
  const json dry = jsonOf(runCli({"import", source, "--dry-run", "--json", "--database", database}));
  EXPECT_EQ(dry["conversations"], 3);
  EXPECT_EQ(dry["empty"], 1);
  EXPECT_EQ(jsonOf(runCli({"import", source, "--json", "--database", database}))["messages"],
            dry["messages"]);
  EXPECT_EQ(jsonOf(runCli({"import", source, "--json", "--database", database}))["alreadyThere"], 3);

  const json exported = jsonOf(runCli({"export", path("all.json"), "--json", "--database", database}));
  EXPECT_EQ(exported["conversations"], 3);
  const json again = jsonOf(runCli({"import", path("all.json"), "--json", "--database", path("other.db")}));
  EXPECT_EQ(again["messages"], dry["messages"]);
  ASSERT_EQ(runCli({"export", path("one.md"), "--chat", "1", "--format", "markdown", "--database", database})
                .exitCode,
            0);
  EXPECT_TRUE(std::filesystem::is_regular_file(path("one.md")));
  EXPECT_EQ(runCli({"export", path("x"), "--format", "poem", "--database", database}).exitCode, 2);
  EXPECT_EQ(runCli({"export", path("x"), "--chat", "4711", "--database", database}).exitCode, 1);
  const auto none = runCli({"import", path("nothing there"), "--database", database});
  EXPECT_EQ(none.exitCode, 1);
  EXPECT_NE(none.err.find("not there"), std::string::npos) << none.err;
}

}  // namespace
}  // namespace hearth
