// Which graphics cards there are, which one Hearth would take, and why not the others.
#include <cstdio>
#include <string>

#include "app/cli/common.h"
#include "app/cli/verbs.h"
#include "runtime/vulkan/instance.h"

namespace hearth::cli {
namespace {

using vulkan::Capabilities;
using vulkan::DeviceFacts;

struct Listed {
  DeviceFacts facts;
  bool picked = false;
  std::string reason;  // against it, when it is not picked
};
struct Listing {
  std::vector<Listed> devices;
  std::string note;  // when none would be picked: why
};

// That there is no device, driver or loader at all is an answer, not a failure.
Listing list() {
  Listing listing;
  const auto instance = vulkan::Instance::create();
  if (!instance) {
    listing.note = instance.error().what();
    return listing;
  }
  const std::vector<DeviceFacts>& all = (*instance)->devices();
  const auto pick = vulkan::pickDevice(all, {});
  const DeviceFacts* taken = pick ? &all[pick->index] : nullptr;
  if (!pick)
    listing.note = all.empty() ? pick.error().what() : "no graphics card here is used unless it is asked for";
  for (const DeviceFacts& facts : all) {
    const bool picked = &facts == taken;
    listing.devices.push_back({facts, picked, picked ? "" : vulkan::whyNot(facts, taken, {})});
  }
  return listing;
}

nlohmann::ordered_json toJson(const Listing& listing) {
  nlohmann::ordered_json devices = nlohmann::ordered_json::array();
  for (const auto& [facts, picked, reason] : listing.devices) {
    const Capabilities& can = facts.capabilities;
    devices.push_back({{"index", facts.index},
                       {"name", facts.name},
                       {"type", nameOf(facts.type)},
                       {"driver", facts.driver},
                       {"memory_bytes", facts.memoryBytes},
                       {"place", facts.place},
                       {"usable", facts.unusable.empty()},
                       {"picked", picked},
                       {"reason", reason},
                       {"capabilities",
                        {{"subgroup_size", can.subgroupSize},
                         {"subgroup_size_min", can.subgroupSizeMin},
                         {"subgroup_size_max", can.subgroupSizeMax},
                         {"subgroup_size_control", can.subgroupSizeControl},
                         {"subgroup_arithmetic", can.subgroupArithmetic},
                         {"float16", can.float16},
                         {"integer_dot", can.integerDot},
                         {"cooperative_matrix", can.cooperativeMatrix},
                         {"memory_budget", can.memoryBudget},
                         {"separate_transfer", can.separateTransfer},
                         {"unified_memory", can.unifiedMemory},
                         {"workgroup_invocations_max", can.workgroupInvocationsMax},
                         {"shared_bytes_max", can.sharedBytesMax},
                         {"allocation_bytes_max", can.allocationBytesMax},
                         {"timestamp_ns", can.timestampNs}}}});
  }
  return {{"devices", devices}, {"note", listing.note}};
}

std::string summary(const Capabilities& can) {
  std::string text = "subgroups of " + std::to_string(can.subgroupSizeMin);
  if (can.subgroupSizeMax != can.subgroupSizeMin) text += " to " + std::to_string(can.subgroupSizeMax);
  const std::pair<bool, const char*> parts[] = {{can.subgroupArithmetic, "subgroup arithmetic"},
                                                {can.float16, "float16"},
                                                {can.integerDot, "int8 dot products"},
                                                {can.cooperativeMatrix, "cooperative matrices"},
                                                {can.memoryBudget, "memory budget"},
                                                {can.separateTransfer, "a queue for transfers"},
                                                {can.unifiedMemory, "the processor's memory"}};
  for (const auto& [present, name] : parts) {
    if (present) text += std::string(", ") + name;
  }
  return text;
}

void printText(const Listing& listing) {
  for (const auto& [facts, picked, reason] : listing.devices) {
    std::printf("gpu:%u  %s (%s, %.1f GiB)\n", facts.index, facts.name.c_str(), nameOf(facts.type),
                static_cast<double>(facts.memoryBytes) / (1u << 30));
    if (!facts.driver.empty()) std::printf("       driver: %s\n", facts.driver.c_str());
    if (facts.unusable.empty()) std::printf("       has: %s\n", summary(facts.capabilities).c_str());
    if (picked) {
      std::printf("       Hearth takes it\n");
    } else {
      std::printf("       not taken: %s\n", reason.c_str());
    }
  }
  if (!listing.note.empty()) std::printf("%s\n", listing.note.c_str());
}

}  // namespace

int runDevices(Arguments arguments) {
  bool json = false;
  Options options("devices",
                  "Lists the graphics cards, which one Hearth would take, and why not the others.");
  options.flag("--json", "one JSON object", json);
  if (const auto code = options.parse(arguments)) return *code;
  const Listing listing = list();
  if (json) {
    printJson(toJson(listing));
  } else {
    printText(listing);
  }
  return kDone;
}

}  // namespace hearth::cli
