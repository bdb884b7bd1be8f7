#include "app/desktop/parameters/parameter_list_model.h"

#include <QCoreApplication>
#include <QLocale>

namespace hearth::desktop {
namespace {

struct Row {
  Number number;
  const char* group;
  const char* name;
  const char* help;
  double sliderLeast, sliderMost;  // where values are usually sought; the field takes all
};

// What is asked for most often stands first.
constexpr Row kRows[] = {
    {Number::Temperature, QT_TRANSLATE_NOOP("ParameterList", "Choice of words"),
     QT_TRANSLATE_NOOP("ParameterList", "Temperature"),
     QT_TRANSLATE_NOOP("ParameterList", "Higher is more surprising. 0 always takes the likeliest word."), 0,
     2},
    {Number::TopP, QT_TRANSLATE_NOOP("ParameterList", "Choice of words"),
     QT_TRANSLATE_NOOP("ParameterList", "Top-p"),
     QT_TRANSLATE_NOOP("ParameterList",
                       "Only the likeliest words that together have this share. 1 is all of them."),
     0, 1},
    {Number::TopK, QT_TRANSLATE_NOOP("ParameterList", "Choice of words"),
     QT_TRANSLATE_NOOP("ParameterList", "Top-k"),
     QT_TRANSLATE_NOOP("ParameterList", "Only this many of the likeliest words. 0 is all of them."), 0, 100},
    {Number::MinP, QT_TRANSLATE_NOOP("ParameterList", "Choice of words"),
     QT_TRANSLATE_NOOP("ParameterList", "Min-p"),
     QT_TRANSLATE_NOOP("ParameterList",
                       "Only words at least this likely beside the likeliest. 0 is all of them."),
     0, 0.5},
    {Number::TypicalP, QT_TRANSLATE_NOOP("ParameterList", "Choice of words"),
     QT_TRANSLATE_NOOP("ParameterList", "Typical-p"),
     QT_TRANSLATE_NOOP("ParameterList",
                       "Prefers words about as surprising as usual, up to this share. 1 is all of them."),
     0, 1},
    {Number::MaxTokens, QT_TRANSLATE_NOOP("ParameterList", "Length and chance"),
     QT_TRANSLATE_NOOP("ParameterList", "Longest answer"),
     QT_TRANSLATE_NOOP("ParameterList", "In tokens, thinking included. 0 lets the model end by itself."), 0,
     8192},
    {Number::Seed, QT_TRANSLATE_NOOP("ParameterList", "Length and chance"),
     QT_TRANSLATE_NOOP("ParameterList", "Seed"),
     QT_TRANSLATE_NOOP(
         "ParameterList",
         "The same number gives the same answer to the same text. Left alone, each answer is another."),
     0, 1000},
    {Number::RepetitionPenalty, QT_TRANSLATE_NOOP("ParameterList", "Repetition"),
     QT_TRANSLATE_NOOP("ParameterList", "Repetition penalty"),
     QT_TRANSLATE_NOOP("ParameterList", "Above 1 avoids words that were just used. 1 is off."), 0.8, 1.5},
    {Number::PresencePenalty, QT_TRANSLATE_NOOP("ParameterList", "Repetition"),
     QT_TRANSLATE_NOOP("ParameterList", "Presence penalty"),
     QT_TRANSLATE_NOOP("ParameterList",
                       "Above 0 leads to new subjects: a word counts once, however often it came."),
     -2, 2},
    {Number::FrequencyPenalty, QT_TRANSLATE_NOOP("ParameterList", "Repetition"),
     QT_TRANSLATE_NOOP("ParameterList", "Frequency penalty"),
     QT_TRANSLATE_NOOP("ParameterList", "Above 0 avoids a word the more, the more often it came."), -2, 2},
    {Number::PenaltyWindow, QT_TRANSLATE_NOOP("ParameterList", "Repetition"),
     QT_TRANSLATE_NOOP("ParameterList", "How far back"),
     QT_TRANSLATE_NOOP("ParameterList", "Tokens that the three penalties look at."), 0, 2048},
    {Number::DryMultiplier, QT_TRANSLATE_NOOP("ParameterList", "Repeated phrases (DRY)"),
     QT_TRANSLATE_NOOP("ParameterList", "Strength"),
     QT_TRANSLATE_NOOP(
         "ParameterList",
         "Keeps the model from going on with a phrase that is there already. 0 is off, 0.8 is usual."),
     0, 2},
    {Number::DryBase, QT_TRANSLATE_NOOP("ParameterList", "Repeated phrases (DRY)"),
     QT_TRANSLATE_NOOP("ParameterList", "Growth"),
     QT_TRANSLATE_NOOP("ParameterList", "How much more each further repeated token costs."), 1, 4},
    {Number::DryAllowedLength, QT_TRANSLATE_NOOP("ParameterList", "Repeated phrases (DRY)"),
     QT_TRANSLATE_NOOP("ParameterList", "Allowed length"),
     QT_TRANSLATE_NOOP("ParameterList", "Repetitions up to this many tokens cost nothing."), 0, 20},
    {Number::DryWindow, QT_TRANSLATE_NOOP("ParameterList", "Repeated phrases (DRY)"),
     QT_TRANSLATE_NOOP("ParameterList", "How far back"),
     QT_TRANSLATE_NOOP("ParameterList", "Tokens in which repetitions are looked for."), 0, 4096},
    {Number::XtcProbability, QT_TRANSLATE_NOOP("ParameterList", "Less obvious words (XTC)"),
     QT_TRANSLATE_NOOP("ParameterList", "How often"),
     QT_TRANSLATE_NOOP("ParameterList", "The chance that the most obvious words are left out. 0 is off."), 0,
     1},
    {Number::XtcThreshold, QT_TRANSLATE_NOOP("ParameterList", "Less obvious words (XTC)"),
     QT_TRANSLATE_NOOP("ParameterList", "What counts as obvious"),
     QT_TRANSLATE_NOOP("ParameterList", "Words at least this likely; the least likely of them stays."), 0,
     0.5},
};

QString words(const char* text) { return QCoreApplication::translate("ParameterList", text); }

}  // namespace

QString numberText(Number which, double value) {
  if (which == Number::MaxTokens && value == 0) return ParameterListModel::tr("Until it ends");
  if (describe(which).whole) return QLocale().toString(static_cast<qlonglong>(value));
  return QLocale().toString(value, 'g', 6);
}

QString levelText(Level level, const QString& family, const QString& presetName) {
  switch (level) {
    case Level::Usual:
      return ParameterListModel::tr("Hearth's own");
    case Level::Recommended:
      return ParameterListModel::tr("Recommended for %1").arg(family);
    case Level::Model:
      return ParameterListModel::tr("Your default for this model");
    case Level::Preset:
      return ParameterListModel::tr("From the preset “%1”").arg(presetName);
    case Level::Folder:
      return ParameterListModel::tr("From the folder");
    case Level::Chat:
      return ParameterListModel::tr("Set for this chat");
  }
  return {};
}

void ParameterListModel::show(const Inherited& inherited, const QString& family, const QString& presetName) {
  inherited_ = inherited;
  family_ = family;
  presetName_ = presetName;
  Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ValueRole, TextRole, OwnRole, SourceRole});
}

int ParameterListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(std::size(kRows));
}

QVariant ParameterListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Row& row = kRows[index.row()];
  const Level from = inherited_.from(row.number);
  const bool random = row.number == Number::Seed && from == Level::Usual;
  switch (role) {
    case NumberRole:
      return static_cast<int>(row.number);
    case GroupRole:
      return words(row.group);
    case NameRole:
      return words(row.name);
    case HelpRole:
      return words(row.help);
    case ValueRole:
      return inherited_.value(row.number);
    case TextRole:
      return random ? tr("Random") : numberText(row.number, inherited_.value(row.number));
    case FromRole:
      return row.sliderLeast;
    case ToRole:
      return row.sliderMost;
    case StepRole:
      return describe(row.number).step;
    case OwnRole:
      return from == Level::Chat;
    case SourceRole:
      return levelText(from, family_, presetName_);
    default:
      return {};
  }
}

QHash<int, QByteArray> ParameterListModel::roleNames() const {
  return {{NumberRole, "number"}, {GroupRole, "group"}, {NameRole, "name"},    {HelpRole, "help"},
          {ValueRole, "value"},   {TextRole, "text"},   {FromRole, "from"},    {ToRole, "to"},
          {StepRole, "step"},     {OwnRole, "own"},     {SourceRole, "source"}};
}

}  // namespace hearth::desktop
