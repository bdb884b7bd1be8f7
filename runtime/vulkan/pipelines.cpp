#include "runtime/vulkan/pipelines.h"

#include <span>

#include "runtime/tensor/grids.h"
#include "runtime/vulkan/pipeline_cache_file.h"
#include "runtime/vulkan/uploader.h"
#include "shaders/shader_code.h"

namespace hearth::vulkan {

namespace {

constexpr uint32_t kGridsConstant = 14;  // and 15: the address, shaders/common/grid.glsl

bool usesGrids(const std::string& shader) {
  for (const char* format : {"_iq1_", "_iq2_", "_iq3_"}) {
    if (shader.find(format) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

Result<std::unique_ptr<Pipelines>> Pipelines::create(Memory& memory, const std::string& cacheFile) {
  Device& device = memory.device();
  std::unique_ptr<Pipelines> self(new Pipelines(memory));
  self->cacheFile_ = cacheFile;
  VkPushConstantRange push{};
  push.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT;
  push.size = kPushBytesMax;
  VkPipelineLayoutCreateInfo layout{};
  layout.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO;
  layout.pushConstantRangeCount = 1;
  layout.pPushConstantRanges = &push;
  VkPipelineLayout made = VK_NULL_HANDLE;
  if (const VkResult done = vkCreatePipelineLayout(device.handle(), &layout, nullptr, &made);
      done != VK_SUCCESS) {
    return Error(std::string("preparing the graphics card for computing failed (") + nameOf(done) + ")");
  }
  self->layout_ = {device.handle(), made};

  std::vector<std::byte> known;
  if (!cacheFile.empty()) known = readPipelineCache(cacheFile, device.physical());
  VkPipelineCacheCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO;
  info.initialDataSize = known.size();
  info.pInitialData = known.data();
  VkPipelineCache cache = VK_NULL_HANDLE;
  // Without one, everything is compiled anew: slower, and no failure.
  if (vkCreatePipelineCache(device.handle(), &info, nullptr, &cache) == VK_SUCCESS) {
    self->cache_ = {device.handle(), cache};
    self->bytesRead_ = known.size();
  }
  return self;
}

Pipelines::~Pipelines() {
  if (cacheFile_.empty() || made_.empty() || !cache_.get()) return;
  size_t bytes = 0;
  if (vkGetPipelineCacheData(device_->handle(), cache_.get(), &bytes, nullptr) != VK_SUCCESS) return;
  if (bytes == bytesRead_) return;  // nothing was added
  std::vector<std::byte> data(bytes);
  if (vkGetPipelineCacheData(device_->handle(), cache_.get(), &bytes, data.data()) != VK_SUCCESS) return;
  data.resize(bytes);
  writePipelineCache(cacheFile_, device_->physical(), data);
}

Result<void> Pipelines::uploadGrids() {
  auto buffer = memory_->allocate(sizeof kGridWords, MemoryKind::Device, MemoryUse::Compute);
  if (!buffer) return std::move(buffer).error();
  auto uploader = Uploader::create(*memory_, *device_, sizeof kGridWords);
  if (!uploader) return std::move(uploader).error();
  const Uploader::Piece piece{.from = std::as_bytes(std::span(kGridWords)), .at = 0};
  const auto ticket = (*uploader)->copy(*buffer, {&piece, 1});
  if (!ticket) return ticket.error();
  if (!(*uploader)->wait(*ticket))
    return Error("the graphics card did not take the tables of a number format");
  grids_ = std::move(*buffer);
  return {};
}

bool Pipelines::accepted(VkResult done, const std::string& during) {
  if (!refusals_ || done == VK_SUCCESS || done == VK_ERROR_DEVICE_LOST) {
    return device_->check(done, during.c_str());
  }
  *refusals_ = std::string("its driver cannot compile it (") + nameOf(done) + ")";
  return false;
}

const Pipeline* Pipelines::get(const PipelineKey& key) {
  if (device_->failed()) return nullptr;
  if (const auto known = made_.find(key); known != made_.end()) return &known->second;

  const std::span<const uint32_t> code = shaderCode(key.shader);
  VkShaderModuleCreateInfo moduleInfo{};
  moduleInfo.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO;
  moduleInfo.codeSize = code.size_bytes();
  moduleInfo.pCode = code.data();
  VkShaderModule module = VK_NULL_HANDLE;
  const std::string during = "Compiling '" + key.shader + "' for the graphics card";
  if (!accepted(vkCreateShaderModule(device_->handle(), &moduleInfo, nullptr, &module), during))
    return nullptr;
  const Owned<VkShaderModule> ownedModule(device_->handle(), module);

  std::vector<VkSpecializationMapEntry> entries(key.constants.size());
  for (uint32_t i = 0; i < entries.size(); ++i) {
    entries[i] = {.constantID = i, .offset = i * 4, .size = 4};
  }
  std::vector<uint32_t> values = key.constants;
  if (usesGrids(key.shader)) {
    if (!grids_) {
      if (auto uploaded = uploadGrids(); !uploaded) {
        device_->fail(std::move(uploaded).error().during(during));
        return nullptr;
      }
    }
    for (uint32_t i = 0; i < 2; ++i) {
      entries.push_back(
          {.constantID = kGridsConstant + i, .offset = static_cast<uint32_t>(values.size() * 4), .size = 4});
      values.push_back(static_cast<uint32_t>(grids_.address() >> (32 * i)));
    }
  }
  VkSpecializationInfo constants{};
  constants.mapEntryCount = static_cast<uint32_t>(entries.size());
  constants.pMapEntries = entries.data();
  constants.dataSize = values.size() * sizeof(uint32_t);
  constants.pData = values.data();

  VkPipelineShaderStageRequiredSubgroupSizeCreateInfo subgroup{};
  subgroup.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_REQUIRED_SUBGROUP_SIZE_CREATE_INFO;
  subgroup.requiredSubgroupSize = key.subgroupSize;
  const Capabilities& can = device_->can();
  const bool sized = key.subgroupSize != 0 && can.subgroupSizeControl &&
                     key.subgroupSize >= can.subgroupSizeMin && key.subgroupSize <= can.subgroupSizeMax;

  VkComputePipelineCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO;
  info.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
  info.stage.pNext = sized ? &subgroup : nullptr;
  info.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
  info.stage.module = module;
  info.stage.pName = "main";
  info.stage.pSpecializationInfo = &constants;
  info.layout = layout_.get();
  VkPipeline pipeline = VK_NULL_HANDLE;
  const VkResult done =
      vkCreateComputePipelines(device_->handle(), cache_.get(), 1, &info, nullptr, &pipeline);
  if (!accepted(done, during)) return nullptr;
  Pipeline made{.pipeline = {device_->handle(), pipeline}, .shader = key.shader};
  return &made_.emplace(key, std::move(made)).first->second;
}

}  // namespace hearth::vulkan
