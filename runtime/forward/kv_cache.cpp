#include "runtime/forward/kv_cache.h"

namespace hearth {

std::string_view nameOf(KvForm form) {
  switch (form) {
    case KvForm::Half:
      return "f16";
    case KvForm::Float:
      return "f32";
    case KvForm::Q8_0:
      return "q8_0";
    case KvForm::Q4_0:
      return "q4_0";
    case KvForm::F8:
      break;
  }
  return "f8";
}

std::optional<KvForm> kvFormNamed(std::string_view name) {
  for (const KvForm form : kKvForms) {
    if (nameOf(form) == name) return form;
  }
  return {};
}

KvShape kvShapeOf(const ModelConfig& config, uint32_t positions, KvForm form) {
  KvShape shape{.layers = config.layers, .positions = positions, .form = form};
  const auto wholeBlocks = [](uint32_t width) { return width % kKvBlock == 0; };
  bool fits = true;
  if (config.indexer) shape.indexWidth = config.indexer->dim;
  if (config.latent) {
    shape.keyWidth = config.latent->kvLoraRank + config.latent->ropeDim;
    fits = wholeBlocks(config.latent->kvLoraRank) && wholeBlocks(config.latent->ropeDim);
  } else {
    shape.keyWidth = config.kvHeads * config.keyDim;
    shape.valueWidth = config.kvHeads * config.valueDim;
    fits = wholeBlocks(config.keyDim) && wholeBlocks(config.valueDim);
  }
  if (inBlocks(form) && !fits) shape.form = KvForm::Half;
  return shape;
}

size_t nextnCacheBytesPerToken(const ModelConfig& config, KvForm form) {
  KvShape shape = kvShapeOf(config, 1, form);
  shape.layers = 1;
  return shape.bytesPerToken();
}

}  // namespace hearth
