#include "app/desktop/rendering/inline_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextBlock>
#include <QTextBlockFormat>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>

namespace hearth::desktop {
namespace {

constexpr qreal kLineHeightPercent = 132;
constexpr double kCodeSize = 13.0 / 15;  // of the text around it
constexpr double kTallEms = 1.35;        // a picture that makes its line higher than text does
constexpr QChar kHairSpace(0x200A);
constexpr int kFontPixelsMax = 200;

// A document aligns a picture only by its middle: half its height, less the x-height's half, goes below the
// line's baseline. The font of the picture's own format is that of the x-height; so one is chosen that puts
// the middle of every picture where the middle of the text's line is.
double setMiddle(QTextImageFormat& format, double middleAbove) {
  double best = 0;
  int bestPixels = 1;
  for (int pixels = 1; pixels <= kFontPixelsMax; ++pixels) {
    format.setProperty(QTextFormat::FontPixelSize, pixels);
    const double half = QFontMetrics(format.font()).xHeight() / 2.0;
    if (std::abs(half - middleAbove) < std::abs(best - middleAbove)) {
      best = half;
      bestPixels = pixels;
    }
    if (half > middleAbove) break;
  }
  format.setProperty(QTextFormat::FontPixelSize, bestPixels);
  return best;
}

}  // namespace

InlineText::InlineText(QObject* parent) : QObject(parent) {}

void InlineText::setTypesetter(Typesetter* typesetter) {
  if (typesetter_) disconnect(typesetter_, nullptr, this, nullptr);
  typesetter_ = typesetter;
  if (typesetter_) {
    connect(typesetter_, &Typesetter::formulaReady, this, [this] {
      if (waiting_) update();
    });
  }
  restyle();
}

void InlineText::setDocument(QQuickTextDocument* document) {
  document_ = document;
  if (document_) {
    document_->textDocument()->setUndoRedoEnabled(false);
    connect(document_->textDocument()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged,
            this, &InlineText::laidOut);
  }
  restyle();
}

void InlineText::setHtml(const QString& html) {
  if (html_ == html) return;
  html_ = html;
  runs_ = inlineRuns(html.toStdString());
  update();
  Q_EMIT changed();
}

void InlineText::setTextSize(double pixels) {
  if (textPixels_ == pixels) return;
  textPixels_ = pixels;
  restyle();
}

void InlineText::setColour(const QColor& colour) {
  if (colour_ == colour) return;
  colour_ = colour;
  restyle();
}

void InlineText::setLinkColour(const QColor& colour) {
  if (linkColour_ == colour) return;
  linkColour_ = colour;
  restyle();
}

void InlineText::setCodeColour(const QColor& background) {
  if (codeColour_ == background) return;
  codeColour_ = background;
  restyle();
}

void InlineText::setCodeFamily(const QString& family) {
  if (codeFamily_ == family) return;
  codeFamily_ = family;
  restyle();
}

void InlineText::setPixelRatio(double ratio) {
  if (pixelRatio_ == ratio) return;
  pixelRatio_ = ratio;
  restyle();
}

void InlineText::setWidest(double pixels) {
  if (widest_ == pixels) return;
  widest_ = pixels;
  const bool pictures =
      std::any_of(shown_.begin(), shown_.end(), [](const Shown& s) { return s.look == Look::Picture; });
  if (pictures) restyle();
}

void InlineText::setAlignment(Qt::Alignment alignment) {
  if (alignment_ == alignment) return;
  alignment_ = alignment;
  restyle();
}

double InlineText::firstBaseline() const {
  if (!document_) return 0;
  const QTextLayout* layout = document_->textDocument()->firstBlock().layout();
  if (!layout || layout->lineCount() == 0) return 0;
  const QTextLine line = layout->lineAt(0);
  return layout->position().y() + line.y() + line.ascent();
}

void InlineText::componentComplete() {
  complete_ = true;
  rewrite();
}

void InlineText::restyle() {
  if (scheduled_ || !complete_) return;
  scheduled_ = true;
  QMetaObject::invokeMethod(
      this,
      [this] {
        scheduled_ = false;
        rewrite();
      },
      Qt::QueuedConnection);
}

void InlineText::rewrite() {
  if (!document_ || !complete_) return;
  shown_.clear();
  update();
}

InlineText::Shown InlineText::shownAs(const InlineRun& run) {
  if (!run.math) return {run, Look::Text, static_cast<int>(run.text.size())};
  const auto formula = typesetter_ ? typesetter_->formula(run.text, FormulaStyle::Inline) : nullptr;
  if (formula && formula->drawable()) return {run, Look::Picture, 1};
  waiting_ = waiting_ || !formula;
  return {run, formula ? Look::Failed : Look::Source, static_cast<int>(run.text.size())};
}

void InlineText::update() {
  if (!document_ || !complete_) return;
  waiting_ = false;
  std::vector<Shown> wanted;
  bool tall = false;
  for (const InlineRun& run : runs_) {
    wanted.push_back(shownAs(run));
    // Qt Quick draws a picture that begins a line at the line's left, wherever the line is aligned.
    const bool leads = wanted.size() == 1 && wanted[0].look == Look::Picture;
    if (leads && alignment_ != Qt::Alignment() && alignment_ != Qt::AlignLeft) wanted[0].length = 2;
    const bool picture = wanted.back().look == Look::Picture;
    tall = tall || (picture && typesetter_->formula(run.text, FormulaStyle::Inline)->height > kTallEms);
  }
  if (std::exchange(tall_, tall) != tall) shown_.clear();
  auto [was, now] = std::mismatch(shown_.begin(), shown_.end(), wanted.begin(), wanted.end());
  int position = 0;
  for (auto kept = shown_.begin(); kept != was; ++kept) position += kept->length;

  QTextCursor cursor(document_->textDocument());
  cursor.beginEditBlock();
  // The last run of a growing paragraph gets longer: its old text stays.
  const bool grows = was != shown_.end() && now != wanted.end() && was->look == Look::Text &&
                     now->look == Look::Text && was->run.style == now->run.style &&
                     now->run.text.startsWith(was->run.text);
  if (grows) position += was->length;
  if (position == 0) {
    cursor.select(QTextCursor::Document);
  } else {
    cursor.setPosition(position);
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
  }
  cursor.removeSelectedText();
  if (position == 0) {
    QTextBlockFormat format;
    format.setLineHeight(kLineHeightPercent, QTextBlockFormat::ProportionalHeight);
    if (alignment_ != Qt::Alignment()) format.setAlignment(alignment_);
    cursor.setBlockFormat(format);
  }
  for (auto piece = now; piece != wanted.end(); ++piece) {
    Shown part = *piece;
    if (grows && piece == now) part.run.text.remove(0, was->run.text.size());
    insert(cursor, part);
  }
  cursor.endEditBlock();
  shown_ = std::move(wanted);
  Q_EMIT laidOut();
  Q_EMIT written();
}

void InlineText::insert(QTextCursor& cursor, const Shown& piece) {
  if (piece.look == Look::Picture) {
    if (piece.length == 2) cursor.insertText(QString(kHairSpace), QTextCharFormat());
    insertPicture(cursor, piece.run.text);
    return;
  }
  InlineStyle style = piece.run.style;
  style.code = style.code || piece.run.math;
  QTextCharFormat format = formatOf(style);
  if (piece.look == Look::Failed && typesetter_->setsFormulas())
    format.setFontUnderline(true);  // the quiet mark of a TeX error
  QString text = piece.run.text;
  cursor.insertText(text.replace(u'\n', QChar::LineSeparator), format);
}

void InlineText::insertPicture(QTextCursor& cursor, const QString& tex) {
  const auto formula = typesetter_->formula(tex, FormulaStyle::Inline);
  if (!formula || !formula->drawable()) return;
  QTextDocument& document = *document_->textDocument();
  const QFontMetricsF metrics(document.defaultFont());
  QTextImageFormat format;
  format.setFontFamilies(document.defaultFont().families());
  const double middle = setMiddle(format, metrics.ascent() - metrics.descent());

  QSizeF size = formulaSize(*formula, textPixels_);
  double below = formula->depth * textPixels_ * kFormulaEmPerPixel;
  if (widest_ > 0 && size.width() > widest_) {
    below *= widest_ / size.width();
    size *= widest_ / size.width();
  }
  // The picture's box: above and below differ by `middle`, in whole pixels as the document counts.
  const double above = std::max(size.height() - below, below + middle);
  const double height = std::ceil(2 * above - middle);
  const double width = std::ceil(size.width()) + 1;
  const double baseline = (height + middle) / 2;

  QImage image(static_cast<int>(std::ceil(width * pixelRatio_)),
               static_cast<int>(std::ceil(height * pixelRatio_)), QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  {
    QPainter painter(&image);
    painter.scale(pixelRatio_, pixelRatio_);
    drawFormula(*formula, colour_, QRectF(QPointF(0.5, baseline - (size.height() - below)), size), painter);
  }
  const QString name = QStringLiteral("formula:%1-%2-%3").arg(qHash(tex)).arg(width).arg(colour_.name());
  document.addResource(QTextDocument::ImageResource, QUrl(name), image);
  format.setName(name);
  format.setWidth(width);
  format.setHeight(height);
  format.setVerticalAlignment(QTextCharFormat::AlignMiddle);
  cursor.insertImage(format);
}

QTextCharFormat InlineText::formatOf(const InlineStyle& style) const {
  QTextCharFormat format;
  if (style.bold) format.setFontWeight(QFont::DemiBold);
  if (style.italic) format.setFontItalic(true);
  if (style.strike) format.setFontStrikeOut(true);
  if (style.sub) format.setVerticalAlignment(QTextCharFormat::AlignSubScript);
  if (style.sup) format.setVerticalAlignment(QTextCharFormat::AlignSuperScript);
  if (style.code || style.key) {
    format.setFontFamilies({codeFamily_});
    format.setProperty(QTextFormat::FontPixelSize, static_cast<int>(std::lround(textPixels_ * kCodeSize)));
    if (!tall_) format.setBackground(codeColour_);
  }
  if (!style.address.isEmpty()) {
    format.setAnchor(true);
    format.setAnchorHref(style.address);
    format.setForeground(linkColour_);
  }
  return format;
}

QString InlineText::places() const {
  QString text;
  for (const InlineRun& run : runs_) text += run.math ? QString(QChar::ObjectReplacementCharacter) : run.text;
  return text;
}

int InlineText::documentPosition(int place) const {
  int position = 0;
  for (const Shown& piece : shown_) {
    const int places = static_cast<int>(piece.run.length());
    if (place < places) return position + (piece.run.math ? 0 : place);
    place -= places;
    position += piece.length;
  }
  return position;
}

int InlineText::placeAt(int documentPosition) const {
  int place = 0;
  for (const Shown& piece : shown_) {
    const int places = static_cast<int>(piece.run.length());
    if (documentPosition < piece.length) {
      if (!piece.run.math) return place + documentPosition;
      return documentPosition * 2 < piece.length ? place : place + 1;
    }
    documentPosition -= piece.length;
    place += places;
  }
  return place;
}

}  // namespace hearth::desktop
