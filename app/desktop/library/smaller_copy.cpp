#include "app/desktop/library/smaller_copy.h"

#include <algorithm>
#include <cmath>

#include <QDir>
#include <QFileInfo>

#include "app/desktop/wording.h"
#include "app/library/checkpoint_folder.h"
#include "app/library/free_space.h"

namespace hearth::desktop {
namespace {

// Steps between which nobody sees a bar move.
constexpr double kSmallestStep = 0.002;

struct FormWords {
  const char* key;
  const char* name;
  const char* about;
};
constexpr FormWords kWords[] = {
    {"q8_0", QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "8 bits"),
     QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "like the original")},
    {"q6_k", QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "6 bits"),
     QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "hardly to be told from the original")},
    {"q5_k", QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "5 bits"),
     QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "very close to the original")},
    {"q4_k", QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "4 bits"),
     QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "the usual choice")},
    {"mixed", QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "Mixed"),
     QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "experts small, the rest fine")},
    {"q3_k", QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "3 bits"),
     QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "noticeably weaker")},
    {"q2_k", QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "2 bits"),
     QT_TRANSLATE_NOOP("hearth::desktop::SmallerCopy", "only where nothing else fits")},
};

QString nameOf(const QString& key) {
  if (key.isEmpty()) return SmallerCopy::tr("Original");
  for (const FormWords& words : kWords) {
    if (key == QLatin1String(words.key)) return SmallerCopy::tr(words.name);
  }
  return key;
}

QString aboutOf(const QString& key) {
  for (const FormWords& words : kWords) {
    if (key == QLatin1String(words.key)) return SmallerCopy::tr(words.about);
  }
  return {};
}

// The share of the original's certainty that is left, in percent: exp(-divergence) is how likely the copy's
// predictions make what the original says, beside the original itself.
double keptOf(const library::CopyQuality& quality) { return std::exp(-std::max(0.0, quality.divergence)); }

// Four bits; of larger forms for a model of fewer bits the smallest. Forms come finest first.
QString usualOf(const QList<library::CopyForm>& forms) {
  QString usual = forms.isEmpty() ? QString() : forms.front().key;
  for (const library::CopyForm& form : forms) {
    if (form.key == QLatin1String("q4_k")) usual = form.key;
  }
  for (const library::CopyForm& form : forms) {
    if (form.larger) usual = form.key;
  }
  return usual;
}

}  // namespace

SmallerCopy::SmallerCopy(std::shared_ptr<library::ModelCopies> copies, std::function<QString()> folder)
    : copies_(std::move(copies)), folder_(std::move(folder)) {
  thread_.setMaxThreadCount(1);
}

SmallerCopy::~SmallerCopy() {
  stop();
  thread_.waitForDone();
}

template <class Work, class Then>
void SmallerCopy::run(State state, Work work, Then then) {
  const quint64 turn = ++turn_;
  state_ = state;
  failure_.clear();
  done_.clear();
  fraction_ = 0;
  stop_ = std::make_shared<std::atomic<bool>>(false);
  Q_EMIT changed();
  Q_EMIT progressed();
  thread_.start([this, turn, stop = stop_, work = std::move(work), then = std::move(then)] {
    // The destructor waits for this function; what is queued then goes with this object.
    const auto tell = [this, turn](std::function<void()> what) {
      QMetaObject::invokeMethod(
          this,
          [this, turn, what = std::move(what)] {
            if (turn == turn_) what();
          },
          Qt::QueuedConnection);
    };
    double told = 0;
    const Progress progress = [&, this](double fraction) {
      if (fraction - told >= kSmallestStep) {
        told = fraction;
        tell([this, fraction] {
          fraction_ = fraction;
          Q_EMIT progressed();
        });
      }
      return !stop->load();
    };
    auto result =
        std::make_shared<std::invoke_result_t<Work, const Progress&, decltype(tell)>>(work(progress, tell));
    tell([result, then] { then(*result); });
  });
}

void SmallerCopy::end(const QString& failure) {
  state_ = Ready;
  failure_ = failure;
  fraction_ = 0;
  Q_EMIT changed();
  Q_EMIT progressed();
}

void SmallerCopy::open(const QString& path, const QString& title) {
  if (path == path_ && state_ != Closed) return;  // what is under way or was measured stays
  stop();
  path_ = path;
  title_ = title;
  chosen_.clear();
  forms_.clear();
  qualities_.clear();
  if (!copies_) return end(tr("This build of Hearth cannot make copies."));
  run(
      Looking, [copies = copies_, path](const Progress&, const auto&) { return copies->forms(path); },
      [this](const Result<QList<library::CopyForm>>& forms) {
        if (!forms) return end(QString::fromStdString(forms.error().what()));
        forms_ = *forms;
        chosen_ = usualOf(forms_);
        end({});
      });
}

void SmallerCopy::choose(const QString& key) {
  if (state_ != Ready || key == chosen_) return;
  chosen_ = key;
  failure_.clear();
  done_.clear();
  Q_EMIT changed();
}

// "Qwen3 4B BF16" becomes "Qwen3 4B BF16-q4_k.gguf", in the folder of downloads; with a number where that is
// taken.
QString SmallerCopy::targetFor(const QString& key) const {
  const QString base = library::placeNameOf(path_);
  const QDir folder(folder_());
  for (int n = 1;; ++n) {
    const QString number = n == 1 ? QString() : QStringLiteral("-%1").arg(n);
    const QString target = folder.filePath(base + QLatin1Char('-') + key + number + QStringLiteral(".gguf"));
    if (!QFileInfo::exists(target)) return target;
  }
}

void SmallerCopy::make() {
  const auto form =
      std::find_if(forms_.begin(), forms_.end(), [this](const auto& f) { return f.key == chosen_; });
  if (state_ != Ready || form == forms_.end()) return;
  QDir().mkpath(folder_());
  const qint64 room = library::freeSpaceOf(folder_());
  if (room >= 0 && static_cast<quint64>(room) < form->bytes) {
    return end(
        tr("The copy takes %1, but only %2 are free in %3. Make room there, or choose another folder for "
           "downloads in the settings.")
            .arg(bytesText(form->bytes), bytesText(static_cast<quint64>(room)),
                 QDir::toNativeSeparators(folder_())));
  }
  const QString target = targetFor(chosen_), title = tr("%1, %2").arg(title_, nameOf(chosen_));
  run(
      Making,
      [copies = copies_, path = path_, key = chosen_, target](const Progress& progress, const auto&) {
        return copies->make(path, key, target, progress);
      },
      [this, target, title](const Result<void>& result) {
        if (!result) return end(QString::fromStdString(result.error().what()));
        done_ = tr("The copy is ready: %1").arg(QDir::toNativeSeparators(target));
        end({});
        Q_EMIT made(title, target);
      });
}

void SmallerCopy::measure() {
  if (state_ != Ready) return;
  QStringList keys;
  for (const library::CopyForm& form : forms_) keys << form.key;
  qualities_.clear();
  QDir().mkpath(folder_());
  run(
      Measuring,
      [this, copies = copies_, path = path_, keys, folder = folder_()](const Progress& progress,
                                                                       const auto& tell) {
        const auto onPoint = [&](const library::CopyQuality& quality) {
          tell([this, quality] {
            qualities_ << quality;
            Q_EMIT changed();
          });
        };
        return copies->measure(path, keys, folder, onPoint, progress);
      },
      [this](const Result<void>& result) {
        end(result ? QString() : QString::fromStdString(result.error().what()));
      });
}

void SmallerCopy::stop() {
  if (stop_) stop_->store(true);
  if (state_ != Making && state_ != Measuring) return;
  ++turn_;  // its error is no news
  end({});
}

QVariantList SmallerCopy::forms() const {
  QVariantList rows;
  for (const library::CopyForm& form : forms_) {
    rows << QVariantMap{
        {QStringLiteral("key"), form.key},
        {QStringLiteral("name"), nameOf(form.key)},
        {QStringLiteral("detail"),
         tr("%1, %2").arg(bytesText(form.bytes),
                          form.larger ? tr("larger, and quicker to unpack") : aboutOf(form.key))}};
  }
  return rows;
}

bool SmallerCopy::isFaster() const {
  return std::any_of(forms_.begin(), forms_.end(), [](const auto& form) { return form.larger; });
}

QString SmallerCopy::sentence() const {
  if (!failure_.isEmpty()) return failure_;
  switch (state_) {
    case Looking:
      return tr("Reckoning the sizes…");
    case Making:
      return tr("Making the copy… You can go on chatting; it takes some minutes.");
    case Measuring:
      return tr("Making each copy for a moment and reading a text with it…");
    case Ready:
      if (forms_.isEmpty()) return tr("This model is as small as Hearth can make it.");
      return done_;
    case Closed:
      break;
  }
  return {};
}

quint64 SmallerCopy::mostBytes() const {
  quint64 most = 0;
  for (const library::CopyQuality& quality : qualities_) most = std::max(most, quality.bytes);
  return most;
}

QString SmallerCopy::leastText() const { return qualities_.isEmpty() ? QString() : bytesText(0); }
QString SmallerCopy::mostText() const { return qualities_.isEmpty() ? QString() : bytesText(mostBytes()); }

QVariantList SmallerCopy::points() const {
  QVariantList points;
  for (const library::CopyQuality& quality : qualities_) {
    const double kept = keptOf(quality);
    points << QVariantMap{
        {QStringLiteral("x"), double(quality.bytes) / double(std::max<quint64>(1, mostBytes()))},
        {QStringLiteral("y"), kept},
        {QStringLiteral("name"), nameOf(quality.key)},
        {QStringLiteral("chosen"), quality.key == chosen_},
        {QStringLiteral("words"), tr("%1: %2, keeps %3; perplexity %4")
                                      .arg(nameOf(quality.key), bytesText(quality.bytes), percentText(kept))
                                      .arg(QLocale().toString(quality.perplexity, 'f', 2))}};
  }
  return points;
}

}  // namespace hearth::desktop
