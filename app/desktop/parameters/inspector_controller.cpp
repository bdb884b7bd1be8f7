#include "app/desktop/parameters/inspector_controller.h"

#include <cmath>
#include <utility>

#include <QFileInfo>
#include <QLocale>

namespace hearth::desktop {
namespace {

// Lines as texts; \n stands for a line break, since a line cannot hold one.
std::vector<std::string> linesOf(const QString& text) {
  std::vector<std::string> lines;
  for (QString line : text.split(QChar('\n'), Qt::SkipEmptyParts)) {
    line.replace(QStringLiteral("\\n"), QStringLiteral("\n"));
    lines.push_back(line.toStdString());
  }
  return lines;
}

QString textOf(const std::vector<std::string>& lines) {
  QStringList text;
  for (const std::string& line : lines) {
    text << QString::fromStdString(line).replace(QChar('\n'), QStringLiteral("\\n"));
  }
  return text.join(QChar('\n'));
}

bool hasStop(const Parameters& level) { return level.stop.has_value(); }
bool hasBreakers(const Parameters& level) { return level.sequenceBreakers.has_value(); }
bool hasBias(const Parameters& level) { return level.logitBias.has_value(); }
bool hasAtLimit(const Parameters& level) { return level.atLimit.has_value(); }

}  // namespace

InspectorController::InspectorController(AnswerSources& sources, Settings& settings, ChatController& chat)
    : sources_(sources), settings_(settings) {
  open_ = settings_.value(kSettingInspector) == QStringLiteral("open");
  connect(&sources_, &AnswerSources::changed, this, &InspectorController::update);
  connect(presets(), &PresetListModel::added, this, [this](qint64 id) {
    if (!std::exchange(takesNewPreset_, false)) return;
    storage::Conversation wish = chat_->conversation();
    wish.presetId = id;
    wish.parameters.clear();  // they are the preset's now
    wish.systemPrompt.clear();
    chat_->changeSettings(wish);
  });
  follow(chat);
}

void InspectorController::follow(ChatController& chat) {
  if (chat_) chat_->disconnect(this);
  chat_ = &chat;
  connect(chat_, &ChatController::conversationChanged, this, &InspectorController::update);
  connect(chat_, &ChatController::settingsChanged, this, &InspectorController::update);
  update();
}

void InspectorController::update() {
  now_ = sources_.of(chat_->conversation());
  parameters_.show(now_, now_.recommendation.family, presetName());
  Q_EMIT changed();
}

void InspectorController::setOpen(bool open) {
  if (open_ == open) return;
  open_ = open;
  settings_.set(kSettingInspector, open ? QStringLiteral("open") : QStringLiteral("closed"));
  Q_EMIT openChanged();
}

void InspectorController::setTab(Tab tab) {
  if (tab_ == tab) return;
  tab_ = tab;
  Q_EMIT openChanged();
}

QString InspectorController::sourceText(Level level) const {
  return levelText(level, now_.recommendation.family, presetName());
}

// ---- Preset and instructions

qint64 InspectorController::presetId() const { return chat_->conversation().presetId.value_or(0); }

QString InspectorController::presetName() const {
  const storage::Preset* preset = sources_.presets().find(presetId());
  return preset ? QString::fromStdString(preset->name) : QString();
}

qint64 InspectorController::fittingPreset() const {
  const QString file = QFileInfo(chat_->models().path()).fileName();
  if (presetId() != 0 || file.isEmpty() || !chat_->models().usable()) return 0;
  for (const storage::Preset& preset : sources_.presets().presets()) {
    if (QFileInfo(QString::fromStdString(preset.modelPath)).fileName() == file) return preset.id;
  }
  return 0;
}

QString InspectorController::fittingPresetName() const {
  const storage::Preset* preset = sources_.presets().find(fittingPreset());
  return preset ? QString::fromStdString(preset->name) : QString();
}

void InspectorController::choosePreset(qint64 id) {
  storage::Conversation wish = chat_->conversation();
  wish.presetId = id == 0 ? std::nullopt : std::optional<int64_t>(id);
  chat_->changeSettings(wish);
}

QString InspectorController::systemPrompt() const {
  return QString::fromStdString(chat_->conversation().systemPrompt);
}

void InspectorController::setSystemPrompt(const QString& text) {
  if (text == systemPrompt()) return;
  storage::Conversation wish = chat_->conversation();
  wish.systemPrompt = text.trimmed().isEmpty() ? std::string() : text.toStdString();
  chat_->changeSettings(wish);
}

QString InspectorController::systemPromptSource() const {
  return now_.systemPromptFrom == Level::Usual ? QString() : sourceText(now_.systemPromptFrom);
}

QString InspectorController::systemPromptAdvice() const {
  if (!now_.recommendation.noSystemPrompt) return {};
  return tr("The makers of %1 advise against a system prompt: put instructions into your message instead.")
      .arg(now_.recommendation.family);
}

QString InspectorController::recommendation() const {
  const QJsonObject said = now_.recommendation.parameters.toObject();
  if (said.isEmpty()) return {};
  QStringList parts;
  const auto part = [&](Number which, const QString& name) {
    if (const auto value = now_.recommendation.parameters.number(which)) {
      parts << tr("%1 %2").arg(name, numberText(which, *value));
    }
  };
  part(Number::Temperature, tr("temperature"));
  part(Number::TopP, tr("top-p"));
  part(Number::TopK, tr("top-k"));
  part(Number::MinP, tr("min-p"));
  part(Number::RepetitionPenalty, tr("repetition penalty"));
  if (now_.recommendation.noSystemPrompt) parts << tr("no system prompt");
  return tr("Recommended for %1: %2.").arg(now_.recommendation.family, parts.join(QStringLiteral(", ")));
}

// ---- Values

void InspectorController::change(const std::function<void(Parameters&)>& what) {
  storage::Conversation wish = chat_->conversation();
  Parameters own = Parameters::fromJson(wish.parameters);
  what(own);
  wish.parameters = own.toJson();
  chat_->changeSettings(wish);
}

void InspectorController::setNumber(int which, double value) {
  if (which < 0 || which >= static_cast<int>(kNumberCount)) return;
  const auto number = static_cast<Number>(which);
  // A slider's steps: 0.7 and not 0.7000000000000001.
  const double step = describe(number).step;
  change([&](Parameters& own) {
    own.set(number, QString::number(std::round(value / step) * step, 'g', 10).toDouble());
  });
}

bool InspectorController::setNumberText(int which, const QString& text) {
  if (which < 0 || which >= static_cast<int>(kNumberCount)) return false;
  if (text.trimmed().isEmpty()) {
    resetNumber(which);
    return true;
  }
  bool isNumber = false;
  double value = QLocale().toDouble(text.trimmed(), &isNumber);
  if (!isNumber) value = QLocale::c().toDouble(text.trimmed(), &isNumber);
  const NumberParameter& about = describe(static_cast<Number>(which));
  if (!isNumber || value < about.least || value > about.most) return false;
  change([&](Parameters& own) { own.set(static_cast<Number>(which), value); });
  return true;
}

void InspectorController::resetNumber(int which) {
  if (which < 0 || which >= static_cast<int>(kNumberCount)) return;
  change([&](Parameters& own) { own.set(static_cast<Number>(which), std::nullopt); });
}

QVariantList InspectorController::templateFields() const {
  QVariantList fields;
  for (const TemplateVariable& variable : chat_->models().loaded().templateVariables) {
    const QString name = QString::fromStdString(variable.name);
    const Level from =
        now_.from([&](const Parameters& level) { return level.templateValues.contains(variable.name); });
    const bool isSwitch = variable.kind == TemplateVariableKind::Switch;
    bool on = variable.onByDefault;
    QString text;
    if (const auto said = now_.all.templateValues.find(variable.name);
        said != now_.all.templateValues.end()) {
      if (const auto* value = std::get_if<bool>(&said->second)) on = *value;
      if (const auto* value = std::get_if<std::string>(&said->second)) text = QString::fromStdString(*value);
    }
    const bool thinking = name == QStringLiteral("enable_thinking") || name == QStringLiteral("thinking");
    fields << QVariantMap{
        {"name", name},
        {"title", thinking ? tr("Thinking") : QString(name).replace(QChar('_'), QChar(' '))},
        {"help", thinking ? tr("The model thinks before it answers: slower, and better at hard questions.")
                          : tr("A setting of this model's chat template.")},
        {"isSwitch", isSwitch},
        {"on", on},
        {"text", text},
        {"source", from == Level::Usual ? tr("As the model has it") : sourceText(from)},
        {"own", from == Level::Chat}};
  }
  return fields;
}

void InspectorController::setTemplateValue(const QString& name, const QVariant& value) {
  change([&](Parameters& own) {
    if (value.typeId() == QMetaType::Bool)
      own.templateValues[name.toStdString()] = value.toBool();
    else
      own.templateValues[name.toStdString()] = value.toString().toStdString();
  });
}

void InspectorController::resetTemplateValue(const QString& name) {
  change([&](Parameters& own) { own.templateValues.erase(name.toStdString()); });
}

QString InspectorController::stopWords() const {
  return textOf(now_.all.stop.value_or(std::vector<std::string>{}));
}

void InspectorController::setStopWords(const QString& lines) {
  if (lines != stopWords()) change([&](Parameters& own) { own.stop = linesOf(lines); });
}

void InspectorController::resetStopWords() {
  change([](Parameters& own) { own.stop.reset(); });
}

QString InspectorController::sequenceBreakers() const {
  return textOf(now_.all.sequenceBreakers.value_or(SamplingOptions{}.drySequenceBreakers));
}

void InspectorController::setSequenceBreakers(const QString& lines) {
  if (lines != sequenceBreakers()) change([&](Parameters& own) { own.sequenceBreakers = linesOf(lines); });
}

void InspectorController::resetSequenceBreakers() {
  change([](Parameters& own) { own.sequenceBreakers.reset(); });
}

QString InspectorController::logitBias() const {
  QStringList lines;
  for (const auto& [token, bias] : now_.all.logitBias.value_or(std::map<TokenId, float>{})) {
    lines << QStringLiteral("%1: %2").arg(token).arg(static_cast<double>(bias));
  }
  return lines.join(QChar('\n'));
}

bool InspectorController::setLogitBias(const QString& lines) {
  constexpr double kBiasMost = 1000;  // beyond any logit: surely chosen, or never
  if (lines == logitBias()) return true;
  std::map<TokenId, float> biases;
  for (const QString& line : lines.split(QChar('\n'), Qt::SkipEmptyParts)) {
    const qsizetype colon = line.indexOf(QChar(':'));
    bool isToken = false, isBias = false;
    const int token = line.left(colon).trimmed().toInt(&isToken);
    const double bias = line.mid(colon + 1).trimmed().toDouble(&isBias);
    if (colon < 0 || !isToken || !isBias || token < 0 || std::abs(bias) > kBiasMost) return false;
    biases[token] = static_cast<float>(bias);
  }
  change([&](Parameters& own) { own.logitBias = biases; });
  return true;
}

void InspectorController::resetLogitBias() {
  change([](Parameters& own) { own.logitBias.reset(); });
}

QVariantMap InspectorController::textSources() const {
  const auto entry = [this](Level level) {
    return QVariantMap{{"source", sourceText(level)}, {"own", level == Level::Chat}};
  };
  return {{"stop", entry(now_.from(hasStop))},
          {"breakers", entry(now_.from(hasBreakers))},
          {"bias", entry(now_.from(hasBias))}};
}

QString InspectorController::atLimitSource() const { return sourceText(now_.from(hasAtLimit)); }

void InspectorController::setAtLimit(int which) {
  if (which < 0 || which > static_cast<int>(AtLimit::Stop)) return;
  change([&](Parameters& own) { own.atLimit = static_cast<AtLimit>(which); });
}

void InspectorController::resetAtLimit() {
  change([](Parameters& own) { own.atLimit.reset(); });
}

// ---- The chat's own as a whole

bool InspectorController::changedHere() const {
  return !now_.levels[static_cast<size_t>(Level::Chat)].empty();
}

void InspectorController::resetAll() {
  change([](Parameters& own) { own = {}; });
}

void InspectorController::saveAsModelDefault() {
  Parameters defaults = sources_.modelDefaults();
  defaults.overlay(now_.levels[static_cast<size_t>(Level::Chat)]);
  sources_.setModelDefaults(defaults);
}

void InspectorController::forgetModelDefaults() { sources_.setModelDefaults({}); }

void InspectorController::saveToPreset() {
  const storage::Preset* preset = sources_.presets().find(presetId());
  if (!preset) return;
  Parameters parameters = Parameters::fromJson(preset->parameters);
  parameters.overlay(now_.levels[static_cast<size_t>(Level::Chat)]);
  if (!chat_->conversation().systemPrompt.empty()) presets()->setSystemPrompt(preset->id, systemPrompt());
  presets()->setParameters(presetId(), parameters);
  storage::Conversation wish = chat_->conversation();
  wish.parameters.clear();
  wish.systemPrompt.clear();
  chat_->changeSettings(wish);
}

void InspectorController::saveAsPreset(const QString& name) {
  takesNewPreset_ = true;
  // What stands further in than presets, and what the preset of now says.
  Parameters parameters = now_.levels[static_cast<size_t>(Level::Preset)];
  parameters.overlay(now_.levels[static_cast<size_t>(Level::Chat)]);
  presets()->create(name, QString::fromStdString(now_.systemPrompt),
                    QString::fromStdString(parameters.toJson()));
}

}  // namespace hearth::desktop
