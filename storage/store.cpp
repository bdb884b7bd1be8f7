#include "storage/store_state.h"

#include <algorithm>
#include <iterator>

namespace hearth::storage {

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& databasePath) {
  auto opened = openDatabase(databasePath);
  if (!opened) return std::move(opened).error();
  std::unique_ptr<Store> store(new Store(std::make_unique<State>(std::move(*opened))));
  if (store->state() != OpenState::Normal) return store;
  State& state = *store->state_;
  state.writer = WriterLock::acquire(state.database->path());

  Result<void> tidied = state.interruptAbandonedAnswers();
  if (tidied) {
    if (auto emptied = store->emptyTrash(kTrashDays); !emptied) tidied = std::move(emptied).error();
  }
  if (tidied) return store;
  if (!isDamage(state.database->lastStatus())) {
    // The chats are there; what failed is tried again at the next start.
    state.notice = tidied.error().what();
    return store;
  }
  // The damage lies where the examination did not reach.
  const std::string path = state.database->path();
  store.reset();
  auto damaged = openDamagedDatabase(path);
  if (!damaged) return std::move(damaged).error();
  return std::unique_ptr<Store>(new Store(std::make_unique<State>(std::move(*damaged))));
}

Result<std::unique_ptr<Store>> Store::openInMemory() {
  auto opened = openInMemoryDatabase();
  if (!opened) return std::move(opened).error();
  auto state = std::make_unique<State>(std::move(*opened), AttachmentContents::Place::Memory);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

OpenState Store::state() const { return state_->openState; }
const std::string& Store::notice() const { return state_->notice; }

// ---- Experts

Result<void> Store::setSummary(int64_t messageId, const std::string& text, const std::string& modelName) {
  return state_->write("Saving the summary", [&]() -> Result<void> {
    if (auto there = state_->message(messageId); !there) return std::move(there).error();
    return state_->summaries.set({messageId, nowMs(), modelName, text});
  });
}

Result<void> Store::removeSummary(int64_t messageId) {
  return state_->write("Removing the summary", [&] { return state_->summaries.remove(messageId); });
}

Result<std::vector<Summary>> Store::summaries(int64_t conversationId) {
  return during(state_->summaries.of(conversationId), "Reading the chat's summaries");
}

Result<std::string> Store::expertProfile(int64_t conversationId) {
  return during(state_->experts.profile(conversationId), "Reading which experts the chat used");
}

Result<void> Store::setExpertProfile(int64_t conversationId, std::string_view profile) {
  return state_->write("Saving which experts the chat used", [&]() -> Result<void> {
    auto conversation = state_->conversation(conversationId);
    if (!conversation) return std::move(conversation).error();
    return state_->experts.setProfile(conversationId, nowMs(), profile);
  });
}

// ---- Search

Result<std::vector<SearchHit>> Store::search(std::string_view typed, uint32_t limit) {
  const SearchQuery query = parseSearch(typed);
  const auto folders = query.folders.empty() ? Result(std::vector<Folder>()) : state_->folders.all();
  if (!folders) return Error(folders.error()).during("Searching");
  return state_->searching([&] { return state_->searchIndex.search(query, *folders, limit); });
}

Result<std::vector<int64_t>> Store::findInConversation(int64_t conversationId, std::string_view typed) {
  const SearchQuery query = parseSearch(typed);
  const auto leaf = state_->leafOf(conversationId);
  if (!leaf) return Error(leaf.error()).during("Searching");
  if (!*leaf || query.fts.empty()) return std::vector<int64_t>();
  const auto found = state_->searching([&] { return state_->searchIndex.within(conversationId, query); });
  if (!found || found->empty()) return found;
  const auto branch = state_->branches.ids(conversationId, **leaf);
  if (!branch) return Error(branch.error()).during("Searching");
  std::vector<int64_t> inBranch;  // both are in ascending order
  std::set_intersection(found->begin(), found->end(), branch->begin(), branch->end(),
                        std::back_inserter(inBranch));
  return inBranch;
}

// ---- Presets

Result<Preset> Store::addPreset(const Preset& preset) {
  return state_->write("Saving the preset", [&]() -> Result<Preset> {
    auto id = state_->presets.add(preset);
    if (!id) return std::move(id).error();
    auto all = state_->presets.all();
    if (!all) return std::move(all).error();
    for (Preset& added : *all) {
      if (added.id == *id) return std::move(added);
    }
    return noSuch("preset", *id);
  });
}

Result<void> Store::changePreset(const Preset& preset) {
  return state_->write("Saving the preset",
                       [&] { return foundOr(state_->presets.change(preset), "preset", preset.id); });
}

Result<void> Store::movePreset(int64_t id, uint32_t position) {
  return state_->write("Moving the preset", [&]() -> Result<void> {
    auto all = state_->presets.all();
    if (!all) return std::move(all).error();
    std::vector<int64_t> order;
    for (const Preset& preset : *all) {
      if (preset.id != id) order.push_back(preset.id);
    }
    if (order.size() == all->size()) return noSuch("preset", id);
    order.insert(order.begin() + static_cast<ptrdiff_t>(std::min<size_t>(position, order.size())), id);
    for (size_t i = 0; i < order.size(); ++i) {
      auto placed = state_->presets.setPosition(order[i], static_cast<int64_t>(i));
      if (!placed) return std::move(placed).error();
    }
    return {};
  });
}

Result<void> Store::deletePreset(int64_t id) {
  return state_->write("Deleting the preset",
                       [&] { return foundOr(state_->presets.remove(id), "preset", id); });
}

Result<std::vector<Preset>> Store::presets() { return during(state_->presets.all(), "Reading the presets"); }

Result<std::string> Store::modelDefaults(std::string_view model) {
  return during(state_->presets.modelDefaults(model), "Reading a model's parameters");
}

Result<void> Store::setModelDefaults(std::string_view model, std::string_view json) {
  return state_->write("Saving a model's parameters",
                       [&] { return state_->presets.setModelDefaults(model, json); });
}

// ---- Usage

Result<std::vector<UsageTotal>> Store::usage(int64_t from, int64_t until) {
  return during(state_->usage.totals(from, until), "Adding up the statistics");
}

// ---- Settings

Result<std::optional<std::string>> Store::setting(std::string_view key) {
  return during(state_->settings.get(key), "Reading a setting");
}

Result<void> Store::setSetting(std::string_view key, std::string_view value) {
  return state_->write("Saving a setting", [&] { return state_->settings.set(key, value); });
}

}  // namespace hearth::storage
