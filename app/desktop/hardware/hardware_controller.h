// What the graphics card, the memory and the processor do for the loaded model, in the words and numbers of
// the hardware page and the status line; and the choices a user has: which device, how much of its memory.
// GUI thread.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>
#include <QtQmlIntegration>
#include <QVariantList>

#include "app/desktop/engine_worker.h"
#include "app/desktop/hardware/device_choice.h"
#include "app/desktop/models/model_controller.h"

namespace hearth::desktop {

class HardwareController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  // ---- The report: changes about twice a second while something is generated
  Q_PROPERTY(bool known READ known NOTIFY reported)
  Q_PROPERTY(bool onCard READ onCard NOTIFY reported)
  Q_PROPERTY(QString sentence READ sentenceText NOTIFY reported)
  Q_PROPERTY(QString advice READ advice NOTIFY reported)
  Q_PROPERTY(QString memoryTitle READ memoryTitle NOTIFY reported)
  Q_PROPERTY(QString memoryLimit READ memoryLimit NOTIFY reported)
  Q_PROPERTY(double memoryLimitFraction READ memoryLimitFraction NOTIFY reported)
  Q_PROPERTY(QVariantList memoryParts READ memoryParts NOTIFY reported)
  Q_PROPERTY(QString memorySummary READ memorySummary NOTIFY reported)
  Q_PROPERTY(int layers READ layers NOTIFY reported)
  Q_PROPERTY(int cardLayers READ cardLayers NOTIFY reported)
  Q_PROPERTY(QString layersTitle READ layersTitle NOTIFY reported)
  Q_PROPERTY(bool hasExperts READ hasExperts NOTIFY reported)
  Q_PROPERTY(bool hasMap READ hasMap NOTIFY reported)
  Q_PROPERTY(QString expertsTitle READ expertsTitle NOTIFY reported)
  Q_PROPERTY(QString expertsAside READ expertsAside NOTIFY reported)
  Q_PROPERTY(QVariantList tiers READ tiers NOTIFY reported)
  Q_PROPERTY(QString expertsSummary READ expertsSummary NOTIFY reported)
  Q_PROPERTY(QVariantList tiles READ tiles NOTIFY reported)
  Q_PROPERTY(QString statusText READ statusText NOTIFY reported)
  Q_PROPERTY(double hitRate READ hitRate NOTIFY reported)
  Q_PROPERTY(QString hitText READ hitText NOTIFY reported)
  // ---- The choices
  Q_PROPERTY(QVariantList devices READ devices NOTIFY chosen)
  Q_PROPERTY(QString cardsNote READ cardsNote NOTIFY chosen)
  Q_PROPERTY(bool reloadNeeded READ reloadNeeded NOTIFY chosen)
  Q_PROPERTY(int cacheForm READ cacheForm NOTIFY chosen)
  Q_PROPERTY(bool draftAhead READ draftAhead NOTIFY chosen)
  Q_PROPERTY(bool memoryAutomatic READ memoryAutomatic NOTIFY chosen)
  Q_PROPERTY(int memorySteps READ memorySteps NOTIFY chosen)
  Q_PROPERTY(int memoryStep READ memoryStep NOTIFY chosen)
  Q_PROPERTY(QString memoryChoice READ memoryChoice NOTIFY chosen)
  Q_PROPERTY(QString memoryChoiceNote READ memoryChoiceNote NOTIFY chosen)
 public:
  enum MemoryPart { Weights, Experts, KvCache, Compute, Others, Free };
  Q_ENUM(MemoryPart)
  enum Tier { OnCard, InMemory, OnDisk };
  Q_ENUM(Tier)

  HardwareController(EngineWorker& engine, Settings& settings, ModelController& models);

  const Hardware* hardware() const { return report_ ? &*report_ : nullptr; }  // null: nothing reported yet
  bool known() const { return report_.has_value(); }
  bool onCard() const { return report_ && !report_->gpu.empty(); }
  QString sentenceText() const;        // where the model runs, in the engine's words
  QString advice() const;              // what a graphics card, or another model, would change; may be empty
  QString memoryTitle() const;         // "Graphics memory · 12.0 GB"
  QString memoryLimit() const;         // "Hearth may use 10.5 GB of it"
  double memoryLimitFraction() const;  // of the whole; 0: nothing to show
  QVariantList memoryParts() const { return memoryParts_; }  // {name, amount, fraction, shown} by MemoryPart
  QString memorySummary() const;
  int layers() const { return report_ ? static_cast<int>(report_->layers) : 0; }
  int cardLayers() const { return report_ ? static_cast<int>(report_->gpuLayers) : 0; }
  QString layersTitle() const;
  bool hasExperts() const { return report_ && !report_->cells.empty(); }
  bool hasMap() const;                           // a map on which there is something to see
  QString expertsTitle() const;                  // "Experts · 26 layers of 64"
  QString expertsAside() const;                  // what the strength of the colours means
  QVariantList tiers() const { return tiers_; }  // {name, count, shown} by Tier
  QString expertsSummary() const;
  QVariantList tiles() const { return tiles_; }  // four of {label, value, note, known}
  QString statusText() const;                    // "RTX 4070 · 8.2 of 12.0 GB"; empty without a card
  double hitRate() const { return report_ && report_->hitRateKnown ? report_->hitRate : -1; }
  QString hitText() const;  // "94 % hits"; empty when not known

  QVariantList devices() const;  // {name, detail, usable, chosen}: automatic, each card, processor only
  QString cardsNote() const;
  bool reloadNeeded() const;
  int cacheForm() const;  // of 16, 8 and 4 bits
  bool draftAhead() const { return choice_.drafting != Drafting::Off; }
  bool memoryAutomatic() const { return choice_.gpuMemoryBytes == 0; }
  int memorySteps() const;  // the largest step of the slider; 0: no card is known
  int memoryStep() const;   // the chosen one; when automatic, what Hearth takes now
  QString memoryChoice() const;
  QString memoryChoiceNote() const;

  // Asks which cards there are, once; the page does so when it opens. Not at start: a bad driver must not
  // stand between a user and a chat that runs on the processor.
  Q_INVOKABLE void findCards();
  Q_INVOKABLE void chooseDevice(int row);  // a row of devices(); holds from the next load on
  Q_INVOKABLE void chooseMemoryAutomatic(bool automatic);
  Q_INVOKABLE void chooseMemory(int step);     // at once
  Q_INVOKABLE void chooseCacheForm(int row);   // holds from the next load on
  Q_INVOKABLE void chooseDraftAhead(bool on);  // holds from the next load on
  Q_INVOKABLE void reload();
  Q_INVOKABLE void retranslate();

 Q_SIGNALS:
  void reported();
  void chosen();

 private:
  void take(const Hardware& hardware);
  QVariantMap speedTile() const;
  QVariantMap hitTile() const;
  QVariantMap readTile() const;
  QVariantMap placeTile() const;
  uint64_t cardBytes() const;  // memory of the card in use or chosen; 0: not known
  uint64_t stepBytes() const;
  void followChosenCard();
  void keepChoice();
  void tellEngine();

  EngineWorker& engine_;
  Settings& settings_;
  ModelController& models_;
  std::optional<Hardware> report_;
  bool useFollowed_ = false;              // some expert was seen at work
  std::array<uint64_t, 3> tierCounts_{};  // experts by Tier
  QVariantList memoryParts_, tiers_, tiles_;
  DeviceChoice choice_;
  std::vector<GraphicsCard> cards_;
  QString cardsProblem_;
  enum class Search { NotYet, Running, Done } search_ = Search::NotYet;
  QTimer memoryTimer_;  // a slider on the move tells the engine where it came to rest
};

}  // namespace hearth::desktop
