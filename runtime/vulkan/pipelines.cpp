#include "runtime/vulkan/pipelines.h"

#include "runtime/vulkan/pipeline_cache_file.h"
#include "shaders/shader_code.h"

namespace hearth::vulkan {

Result<std::unique_ptr<Pipelines>> Pipelines::create(Device& device, const std::string& cacheFile) {
  std::unique_ptr<Pipelines> self(new Pipelines(device));
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
  VkSpecializationInfo constants{};
  constants.mapEntryCount = static_cast<uint32_t>(entries.size());
  constants.pMapEntries = entries.data();
  constants.dataSize = key.constants.size() * sizeof(uint32_t);
  constants.pData = key.constants.data();

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
