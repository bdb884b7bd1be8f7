#include "storage/usage_repository.h"

#include <utility>

namespace hearth::storage {

UsageRepository::UsageRepository(Database& database)
    : totals_(database,
              "SELECT date(m.created_at / 1000, 'unixepoch', 'localtime') AS day, m.model_name, count(*),"
              " sum(g.prompt_tokens), sum(g.reused_tokens), sum(g.generated_tokens), sum(g.prompt_seconds),"
              " sum(g.generate_seconds), sum(g.expert_hits), sum(g.expert_uses), sum(g.drafted_tokens),"
              " sum(g.accepted_tokens), total(g.energy_joules), count(g.energy_joules)"
              " FROM generation_stats g JOIN messages m ON m.id = g.message_id"
              " WHERE m.created_at >= ?1 AND m.created_at < ?2 GROUP BY day, m.model_name"
              " ORDER BY day DESC, m.model_name") {}

Result<std::vector<UsageTotal>> UsageRepository::totals(int64_t from, int64_t until) {
  std::vector<UsageTotal> list;
  const auto take = [&](Row row) {
    const auto number = [&](int column) { return static_cast<uint64_t>(row.integer(column)); };
    list.push_back({.day = row.text(0),
                    .modelName = row.text(1),
                    .answers = number(2),
                    .promptTokens = number(3),
                    .reusedTokens = number(4),
                    .generatedTokens = number(5),
                    .promptSeconds = row.real(6),
                    .generateSeconds = row.real(7),
                    .expertHits = number(8),
                    .expertUses = number(9),
                    .draftedTokens = number(10),
                    .acceptedTokens = number(11),
                    .energyJoules = row.real(12),
                    .answersWithEnergy = number(13)});
  };
  if (auto read = totals_.forEachRow(take, from, until); !read) return std::move(read).error();
  return list;
}

}  // namespace hearth::storage
