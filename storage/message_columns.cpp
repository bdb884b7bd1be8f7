#include "storage/message_columns.h"

namespace hearth::storage {

const std::string kMessageColumns =
    "m.id, m.conversation_id, m.parent_id, m.role, m.state, m.text, m.thinking, m.error, m.model_name, "
    "m.created_at,"
    " (SELECT count(*) FROM messages s WHERE s.conversation_id = m.conversation_id AND s.parent_id IS "
    "m.parent_id"
    "  AND s.id < m.id),"
    " (SELECT count(*) FROM messages s WHERE s.conversation_id = m.conversation_id AND s.parent_id IS "
    "m.parent_id),"
    " g.message_id, g.prompt_tokens, g.reused_tokens, g.generated_tokens, g.prompt_seconds, "
    "g.generate_seconds,"
    " g.first_token_seconds, g.thinking_seconds, g.expert_hits, g.expert_uses, g.drafted_tokens,"
    " g.accepted_tokens, g.energy_joules, g.parameters, m.edited, g.left_out_messages ";

// A role or state of a newer Hearth is shown as the nearest that this one knows.
Role roleFrom(int64_t number) {
  return number >= 0 && number <= 2 ? static_cast<Role>(number) : Role::Assistant;
}
MessageState stateFrom(int64_t number) {
  return number >= 0 && number <= 4 ? static_cast<MessageState>(number) : MessageState::Finished;
}

Message messageFrom(Row row) {
  Message message{.id = row.integer(0),
                  .conversationId = row.integer(1),
                  .parentId = row.optionalInteger(2),
                  .role = roleFrom(row.integer(3)),
                  .state = stateFrom(row.integer(4)),
                  .text = row.text(5),
                  .thinking = row.text(6),
                  .error = row.text(7),
                  .modelName = row.text(8),
                  .createdAt = row.integer(9),
                  .edited = row.integer(26) != 0,
                  .stats = std::nullopt,
                  .siblingIndex = static_cast<uint32_t>(row.integer(10)),
                  .siblingCount = static_cast<uint32_t>(row.integer(11))};
  if (row.optionalInteger(12)) {
    message.stats = MessageStats{.promptTokens = static_cast<uint32_t>(row.integer(13)),
                                 .reusedTokens = static_cast<uint32_t>(row.integer(14)),
                                 .generatedTokens = static_cast<uint32_t>(row.integer(15)),
                                 .promptSeconds = row.real(16),
                                 .generateSeconds = row.real(17),
                                 .firstTokenSeconds = row.real(18),
                                 .thinkingSeconds = row.real(19),
                                 .parameters = row.text(25),
                                 .expertHits = static_cast<uint64_t>(row.integer(20)),
                                 .expertUses = static_cast<uint64_t>(row.integer(21)),
                                 .draftedTokens = static_cast<uint32_t>(row.integer(22)),
                                 .acceptedTokens = static_cast<uint32_t>(row.integer(23)),
                                 .energyJoules = row.optionalReal(24),
                                 .leftOutMessages = static_cast<uint32_t>(row.integer(27))};
  }
  return message;
}

}  // namespace hearth::storage
