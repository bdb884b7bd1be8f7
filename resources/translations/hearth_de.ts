<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Names and notes that were saved before stay as they are. What the engine reports about models and files is in English.</source>
        <translation>Namen und Hinweise, die schon gespeichert sind, bleiben, wie sie sind. Meldungen des Rechenwerks zu Modellen und Dateien sind auf Englisch.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>Text size: %1 %</source>
        <translation>Textgröße: %1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Also with Ctrl and +, −, 0.</source>
        <translation>Auch mit Strg und +, −, 0.</translation>
    </message>
</context>
<context>
    <name>AtLimitChoice</name>
    <message>
        <source>When the context is full</source>
        <translation>Wenn der Kontext voll ist</translation>
    </message>
    <message>
        <source>Whatever you choose, you are told, and nothing leaves the chat: only the model reads less.</source>
        <translation>Was auch gewählt ist: Sie erfahren es, und nichts verschwindet aus dem Chat; nur das Modell liest weniger.</translation>
    </message>
    <message>
        <source>Set for this chat</source>
        <translation>Für diesen Chat gesetzt</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>Nachfragen</translation>
    </message>
    <message>
        <source>Before sending, each time.</source>
        <translation>Jedes Mal vor dem Senden.</translation>
    </message>
    <message>
        <source>Leave out the oldest turns</source>
        <translation>Älteste Beiträge weglassen</translation>
    </message>
    <message>
        <source>The answer says how many.</source>
        <translation>Die Antwort sagt, wie viele.</translation>
    </message>
    <message>
        <source>Summarise them</source>
        <translation>Zusammenfassen</translation>
    </message>
    <message>
        <source>The model writes a summary first, and reads that instead.</source>
        <translation>Das Modell schreibt zuerst eine Zusammenfassung und liest dann diese.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Nothing is sent.</source>
        <translation>Nichts wird gesendet.</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>Hide the sidebar</source>
        <translation>Seitenleiste ausblenden</translation>
    </message>
    <message>
        <source>Show the sidebar</source>
        <translation>Seitenleiste einblenden</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Helles Farbschema</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Dunkles Farbschema</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>Neuer Text</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>Temporary chat: it is kept in memory only, and gone when you end it or close Hearth.</source>
        <translation>Temporärer Chat: Er liegt nur im Arbeitsspeicher und verschwindet, wenn er beendet oder Hearth geschlossen wird.</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Drop files to attach them</source>
        <translation>Dateien hier ablegen, um sie anzuhängen</translation>
    </message>
    <message>
        <source>Hide the inspector</source>
        <translation>Inspektor ausblenden</translation>
    </message>
    <message>
        <source>Show the inspector</source>
        <translation>Inspektor einblenden</translation>
    </message>
    <message>
        <source>Drop the model to open it</source>
        <translation>Modell hier ablegen, um es zu öffnen</translation>
    </message>
</context>
<context>
    <name>ChoiceRow</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Do not wrap</source>
        <translation>Nicht umbrechen</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>Umbrechen</translation>
    </message>
    <message>
        <source>Show long lines of this code in one piece</source>
        <translation>Lange Zeilen dieses Codes am Stück zeigen</translation>
    </message>
    <message>
        <source>Wrap long lines of this code</source>
        <translation>Lange Zeilen dieses Codes umbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save this code to a file</source>
        <translation>Diesen Code in einer Datei speichern</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy this code</source>
        <translation>Diesen Code kopieren</translation>
    </message>
    <message numerus="yes">
        <source>Code, %1, %n line(s)</source>
        <translation>
            <numerusform>Code, %1, %n Zeile</numerusform>
            <numerusform>Code, %1, %n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Code, continued</source>
        <translation>Code, Fortsetzung</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Messages and answers</source>
        <translation>Nachrichten und Antworten</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>Temporärer Chat</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>Alles durchsuchen</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>In diesem Chat suchen</translation>
    </message>
    <message>
        <source>Next place found</source>
        <translation>Nächste Fundstelle</translation>
    </message>
    <message>
        <source>Previous place found</source>
        <translation>Vorige Fundstelle</translation>
    </message>
    <message>
        <source>Next chat in the list</source>
        <translation>Nächster Chat der Liste</translation>
    </message>
    <message>
        <source>Previous chat in the list</source>
        <translation>Voriger Chat der Liste</translation>
    </message>
    <message>
        <source>Rename the chat</source>
        <translation>Chat umbenennen</translation>
    </message>
    <message>
        <source>Pin or unpin the chat</source>
        <translation>Chat anheften oder lösen</translation>
    </message>
    <message>
        <source>Move the chat to the trash</source>
        <translation>Chat in den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation>Chats importieren…</translation>
    </message>
    <message>
        <source>Show the trash</source>
        <translation>Papierkorb zeigen</translation>
    </message>
    <message>
        <source>Undo the last change to the list</source>
        <translation>Letzte Änderung der Liste rückgängig machen</translation>
    </message>
    <message>
        <source>Write another answer</source>
        <translation>Eine andere Antwort schreiben</translation>
    </message>
    <message>
        <source>Write another answer with…</source>
        <translation>Eine andere Antwort schreiben mit…</translation>
    </message>
    <message>
        <source>Continue the last answer</source>
        <translation>Letzte Antwort fortsetzen</translation>
    </message>
    <message>
        <source>Edit the last answer</source>
        <translation>Letzte Antwort bearbeiten</translation>
    </message>
    <message>
        <source>Edit your last message</source>
        <translation>Letzte eigene Nachricht bearbeiten</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>Vorige Version</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Nächste Version</translation>
    </message>
    <message>
        <source>Fork the chat from here</source>
        <translation>Chat ab hier abzweigen</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>Letzte Antwort kopieren</translation>
    </message>
    <message>
        <source>Copy the last code</source>
        <translation>Letzten Code kopieren</translation>
    </message>
    <message>
        <source>To the end of the chat</source>
        <translation>Zum Ende des Chats</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>Modelldatei öffnen…</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <source>To the chat</source>
        <translation>Zum Chat</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>Seitenleiste ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Follow the system&apos;s theme</source>
        <translation>Farbschema des Systems</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Helles Farbschema</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Dunkles Farbschema</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Text in its usual size</source>
        <translation>Text in gewöhnlicher Größe</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Voreinstellungen</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>Inspektor ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Editing the answer: the old one is kept beside it</source>
        <translation>Die Antwort wird bearbeitet: die alte bleibt daneben erhalten</translation>
    </message>
    <message>
        <source>Editing your message: the old one is kept beside it</source>
        <translation>Die Nachricht wird bearbeitet: die alte bleibt daneben erhalten</translation>
    </message>
    <message>
        <source>Stop editing</source>
        <translation>Bearbeiten beenden</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Dateien anhängen</translation>
    </message>
    <message>
        <source>Text, PDF and DOCX (*.txt *.md *.csv *.json *.pdf *.docx *.py *.c *.cpp *.h *.js *.ts *.rs *.go *.java *.html *.xml *.yaml *.toml *.log)</source>
        <translation>Text, PDF und DOCX (*.txt *.md *.csv *.json *.pdf *.docx *.py *.c *.cpp *.h *.js *.ts *.rs *.go *.java *.html *.xml *.yaml *.toml *.log)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Ask anything</source>
        <translation>Fragen Sie etwas</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>Ihre Nachricht</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>Loading %1…</source>
        <translation>%1 wird geladen…</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>Anhalten (Esc)</translation>
    </message>
    <message>
        <source>Send when the answer is finished (Enter)</source>
        <translation>Senden, sobald die Antwort fertig ist (Eingabe)</translation>
    </message>
    <message>
        <source>Save this version (Enter)</source>
        <translation>Diese Version speichern (Eingabe)</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>Senden (Eingabe)</translation>
    </message>
</context>
<context>
    <name>ContextTab</name>
    <message>
        <source>How full the context is will stand here once a model is loaded and there is something to read.</source>
        <translation>Wie voll der Kontext ist, steht hier, sobald ein Modell geladen ist und es etwas zu lesen gibt.</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>passt nicht</translation>
    </message>
    <message>
        <source>goes first</source>
        <translation>geht zuerst</translation>
    </message>
    <message>
        <source>%1: %2 tokens</source>
        <translation>%1: %2 Tokens</translation>
    </message>
    <message>
        <source>%1: %2 tokens, %3</source>
        <translation>%1: %2 Tokens, %3</translation>
    </message>
</context>
<context>
    <name>ConversationMenus</name>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Move to folder…</source>
        <translation>In einen Ordner verschieben…</translation>
    </message>
    <message>
        <source>Delete %1 chats</source>
        <translation>%1 Chats löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Into a new folder</source>
        <translation>In einen neuen Ordner</translation>
    </message>
    <message>
        <source>Out of all folders</source>
        <translation>Aus allen Ordnern heraus</translation>
    </message>
    <message>
        <source>New chat in it</source>
        <translation>Neuer Chat darin</translation>
    </message>
    <message>
        <source>Instructions and model…</source>
        <translation>Anweisungen und Modell…</translation>
    </message>
    <message>
        <source>New folder in it</source>
        <translation>Neuer Ordner darin</translation>
    </message>
    <message>
        <source>Delete, keep its chats</source>
        <translation>Löschen, Chats behalten</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
</context>
<context>
    <name>ConversationRow</name>
    <message>
        <source>%1, open</source>
        <translation>%1, geöffnet</translation>
    </message>
</context>
<context>
    <name>DetailPane</name>
    <message>
        <source>Measuring how fast this computer reads its memory…</source>
        <translation>Es wird gemessen, wie schnell dieser Rechner seinen Speicher liest…</translation>
    </message>
    <message>
        <source>Choose a model to see how it would run here.</source>
        <translation>Wählen Sie ein Modell, um zu sehen, wie es hier liefe.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1 wird gefragt…</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Datei wählen</translation>
    </message>
    <message>
        <source>Context: %1</source>
        <translation>Kontext: %1</translation>
    </message>
    <message>
        <source>Chat with this model</source>
        <translation>Mit diesem Modell chatten</translation>
    </message>
    <message>
        <source>Ask %1 for its files</source>
        <translation>%1 nach den Dateien fragen</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>Seite öffnen</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
</context>
<context>
    <name>DeviceChoices</name>
    <message>
        <source>Where models run</source>
        <translation>Wo Modelle rechnen</translation>
    </message>
    <message>
        <source>This holds from the next load on. Loading the model again takes a moment and stops an answer that is being written; your chats stay as they are.</source>
        <translation>Das gilt ab dem nächsten Laden. Das Modell neu zu laden dauert einen Moment und hält eine laufende Antwort an; Ihre Chats bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Load the model again</source>
        <translation>Modell neu laden</translation>
    </message>
    <message>
        <source>Graphics memory Hearth may use</source>
        <translation>Grafikspeicher, den Hearth nutzen darf</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>what is free, less a reserve</source>
        <translation>was frei ist, abzüglich einer Reserve</translation>
    </message>
    <message>
        <source>A limit of my own</source>
        <translation>Eigene Grenze</translation>
    </message>
    <message>
        <source>Graphics memory Hearth may use: %1</source>
        <translation>Grafikspeicher, den Hearth nutzen darf: %1</translation>
    </message>
    <message>
        <source>Guess ahead</source>
        <translation>Vorausraten</translation>
    </message>
    <message>
        <source>The next words are guessed, and the model checks several at once while that is faster. What it writes is the same.</source>
        <translation>Die nächsten Wörter werden erraten, und das Modell prüft mehrere auf einmal, solange das schneller ist. Was es schreibt, bleibt gleich.</translation>
    </message>
    <message>
        <source>Memory of the conversation</source>
        <translation>Gedächtnis des Gesprächs</translation>
    </message>
    <message>
        <source>How finely a model keeps what it has read. 8 bits take half the room, so that twice as much fits, and answers hardly change; 4 bits take about a quarter and can be noticed.</source>
        <translation>Wie fein ein Modell behält, was es gelesen hat. 8 Bit brauchen halb so viel Platz, sodass doppelt so viel hineinpasst, und die Antworten ändern sich kaum; 4 Bit brauchen etwa ein Viertel und können auffallen.</translation>
    </message>
    <message>
        <source>16 bits</source>
        <translation>16 Bit</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 Bit</translation>
    </message>
    <message>
        <source>4 bits</source>
        <translation>4 Bit</translation>
    </message>
</context>
<context>
    <name>DownloadCard</name>
    <message>
        <source>%1: earlier</source>
        <translation>%1: früher</translation>
    </message>
    <message>
        <source>%1: later</source>
        <translation>%1: später</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>%1 anhalten</translation>
    </message>
    <message>
        <source>Go on with %1</source>
        <translation>%1 fortsetzen</translation>
    </message>
    <message>
        <source>Take %1 off this list (the file stays)</source>
        <translation>%1 von der Liste nehmen (die Datei bleibt)</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>%1 abbrechen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>Seite öffnen</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Chat with it</source>
        <translation>Damit chatten</translation>
    </message>
</context>
<context>
    <name>DownloadsDrawer</name>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
</context>
<context>
    <name>DraftFiles</name>
    <message>
        <source>More than the model can hold: of these files it will be shown the passages that fit your question best.</source>
        <translation>Mehr, als das Modell fasst: Von diesen Dateien werden ihm die Stellen gezeigt, die am besten zur Frage passen.</translation>
    </message>
    <message>
        <source>Put the pasted text into the message</source>
        <translation>Eingefügten Text in die Nachricht setzen</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>What shall we think about?</source>
        <translation>Worüber wollen wir nachdenken?</translation>
    </message>
</context>
<context>
    <name>ExpertMapSection</name>
    <message>
        <source>The arrow keys go from expert to expert.</source>
        <translation>Die Pfeiltasten gehen von Experte zu Experte.</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>All chats, one file each, in a zip file with their folders and attachments.</source>
        <translation>Alle Chats, je eine Datei, in einer ZIP-Datei mit ihren Ordnern und Anhängen.</translation>
    </message>
    <message>
        <source>The model&apos;s thinking</source>
        <translation>Gedanken des Modells</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Include</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>A backup holds the model&apos;s thinking too, so that an import brings back all there was.</source>
        <translation>Eine Sicherung enthält auch das Denken des Modells, damit ein Import alles zurückbringt.</translation>
    </message>
    <message>
        <source>Without the thinking, an import of this backup will not bring it back.</source>
        <translation>Ohne das Denken bringt ein Import dieser Sicherung es nicht zurück.</translation>
    </message>
</context>
<context>
    <name>FactLine</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>FactLines</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>FactsPanel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>FieldHead</name>
    <message>
        <source>Reset %1 to what it inherits</source>
        <translation>%1 auf den geerbten Wert zurücksetzen</translation>
    </message>
</context>
<context>
    <name>FileChip</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>Datei %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
</context>
<context>
    <name>FileRow</name>
    <message>
        <source>on this computer</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>being downloaded</source>
        <translation>wird heruntergeladen</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this chat</source>
        <translation>In diesem Chat suchen</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Vorige Stelle</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Nächste Stelle</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Welcome to Hearth</source>
        <translation>Willkommen bei Hearth</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>A model to begin with</source>
        <translation>Ein Modell für den Anfang</translation>
    </message>
    <message>
        <source>The models run on this computer, and what you write stays on it. There is no account, and nothing is sent unless you ask for it.</source>
        <translation>Die Modelle laufen auf diesem Rechner, und was Sie schreiben, bleibt darauf. Es gibt kein Konto, und nichts wird gesendet, wenn Sie es nicht verlangen.</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Wird gemessen…</translation>
    </message>
    <message>
        <source>The hardware page tells what your computer has.</source>
        <translation>Die Hardware-Seite zeigt, was Ihr Rechner hat.</translation>
    </message>
    <message>
        <source>These are on this computer already. Any of them can be chosen later, too.</source>
        <translation>Diese sind schon auf diesem Rechner. Jedes davon lässt sich auch später wählen.</translation>
    </message>
    <message>
        <source>The small demonstration model that comes with Hearth works at once. For daily work, get one of these; the download is asked for first.</source>
        <translation>Das kleine Vorführmodell, das mit Hearth kommt, läuft sofort. Für den Alltag holen Sie eines von diesen; vor dem Download wird gefragt.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Begin with the small one</source>
        <translation>Mit dem kleinen beginnen</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Folder %1, open, chats: %2</source>
        <translation>Ordner %1, aufgeklappt, Chats: %2</translation>
    </message>
    <message>
        <source>Folder %1, closed, chats: %2</source>
        <translation>Ordner %1, zugeklappt, Chats: %2</translation>
    </message>
</context>
<context>
    <name>FolderSheet</name>
    <message>
        <source>Folder “%1”</source>
        <translation>Ordner „%1“</translation>
    </message>
    <message>
        <source>Instructions for the model, in every chat of this folder that has none of its own</source>
        <translation>Anweisungen an das Modell, in jedem Chat dieses Ordners, der keine eigenen hat</translation>
    </message>
    <message>
        <source>For example: answer in German, and briefly.</source>
        <translation>Zum Beispiel: Antworte auf Deutsch und kurz.</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>Anweisungen</translation>
    </message>
    <message>
        <source>Model that new chats in it begin with</source>
        <translation>Modell, mit dem neue Chats darin beginnen</translation>
    </message>
    <message>
        <source>Whichever is loaded</source>
        <translation>Das jeweils geladene</translation>
    </message>
    <message>
        <source>Parameters; what is empty stays as it is</source>
        <translation>Parameter; was leer ist, bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>FoldersSheet</name>
    <message>
        <source>Folders with models</source>
        <translation>Ordner mit Modellen</translation>
    </message>
    <message>
        <source>Models are used where they lie, at any depth; nothing is moved, copied or written there.</source>
        <translation>Modelle werden dort benutzt, wo sie liegen, in jeder Tiefe; nichts wird verschoben, kopiert oder dort geschrieben.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Stop looking in %1 (the files stay)</source>
        <translation>Nicht mehr in %1 suchen (die Dateien bleiben)</translation>
    </message>
    <message>
        <source>Add a folder with models</source>
        <translation>Ordner mit Modellen hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>FoldingSection</name>
    <message>
        <source>%1, fold</source>
        <translation>%1, zuklappen</translation>
    </message>
    <message>
        <source>%1, unfold</source>
        <translation>%1, aufklappen</translation>
    </message>
</context>
<context>
    <name>Formula</name>
    <message>
        <source>it cannot be drawn</source>
        <translation>sie lässt sich nicht zeichnen</translation>
    </message>
</context>
<context>
    <name>HardwarePage</name>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
</context>
<context>
    <name>HearthLibrary</name>
    <message>
        <source>The list of models %1 could not be read: %2. Install Hearth again.</source>
        <translation>Die Modellliste %1 konnte nicht gelesen werden: %2. Installieren Sie Hearth neu.</translation>
    </message>
    <message>
        <source>There is not enough room: %1 needs %2 more, and %3 are free. Make room, then resume.</source>
        <translation>Der Platz reicht nicht: %1 braucht noch %2, und %3 sind frei. Schaffen Sie Platz und setzen Sie dann fort.</translation>
    </message>
    <message>
        <source>%1 is complete, but could not be given its name: a file of that name may be there already. Move it away, then resume.</source>
        <translation>%1 ist vollständig, konnte aber seinen Namen nicht bekommen: Vielleicht gibt es schon eine Datei dieses Namens. Verschieben Sie sie und setzen Sie dann fort.</translation>
    </message>
    <message>
        <source>The file %1 could not be written: %2.</source>
        <translation>Die Datei %1 konnte nicht geschrieben werden: %2.</translation>
    </message>
    <message>
        <source>There is no file to download.</source>
        <translation>Es gibt keine Datei zum Herunterladen.</translation>
    </message>
    <message>
        <source>%1 is not the address of a file.</source>
        <translation>%1 ist nicht die Adresse einer Datei.</translation>
    </message>
    <message>
        <source>%1 is in the list of downloads already.</source>
        <translation>%1 steht schon in der Liste der Downloads.</translation>
    </message>
    <message>
        <source>%1 is on this computer already: %2.</source>
        <translation>%1 ist schon auf diesem Rechner: %2.</translation>
    </message>
    <message>
        <source>Hearth is set to work offline; allow it to use the network in the settings.</source>
        <translation>Hearth ist auf Offline-Betrieb gestellt; erlauben Sie die Netznutzung in den Einstellungen.</translation>
    </message>
    <message>
        <source>address of %1</source>
        <translation>Adresse von %1</translation>
    </message>
    <message>
        <source>download of %1</source>
        <translation>Download von %1</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 antwortet nicht.</translation>
    </message>
    <message>
        <source>%1 does not have the checksum that the hub states, and fetching every part again did not help. The file at the hub seems to be damaged: try again later, or choose another one.</source>
        <translation>%1 hat nicht die Prüfsumme, die der Hub nennt, und jeden Teil neu zu holen half nicht. Die Datei auf dem Hub scheint beschädigt: Versuchen Sie es später wieder oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>%1 stopped sending.</source>
        <translation>%1 sendet nicht mehr.</translation>
    </message>
    <message>
        <source>The checksum is not the one that the hub states; the parts are compared one by one.</source>
        <translation>Die Prüfsumme ist nicht die vom Hub genannte; die Teile werden einzeln verglichen.</translation>
    </message>
    <message>
        <source>%1 sends other parts of %2 than it was asked for; a proxy may be in the way. Try again later, or from another network.</source>
        <translation>%1 sendet andere Teile von %2 als verlangt; vielleicht steht ein Proxy im Weg. Versuchen Sie es später oder aus einem anderen Netz.</translation>
    </message>
    <message>
        <source>%1 sent another part than it was asked for.</source>
        <translation>%1 hat einen anderen Teil gesendet als verlangt.</translation>
    </message>
    <message>
        <source>%1 asks for a pause.</source>
        <translation>%1 bittet um eine Pause.</translation>
    </message>
    <message>
        <source>%1 is in trouble (HTTP %2).</source>
        <translation>%1 hat eine Störung (HTTP %2).</translation>
    </message>
    <message>
        <source>%1 does not have the part that was asked for.</source>
        <translation>%1 hat den verlangten Teil nicht.</translation>
    </message>
    <message>
        <source>%1 refuses the download again and again (HTTP %2), although the address is new. Try again later.</source>
        <translation>%1 verweigert den Download immer wieder (HTTP %2), obwohl die Adresse neu ist. Versuchen Sie es später.</translation>
    </message>
    <message>
        <source>%1 has changed at the hub since the download began. Start over to get the new file; what is here of the old one is then deleted.</source>
        <translation>%1 hat sich auf dem Hub geändert, seit der Download begann. Beginnen Sie neu, um die neue Datei zu holen; was von der alten da ist, wird dann gelöscht.</translation>
    </message>
    <message>
        <source>The disk is full (%1 free). Everything received so far is kept: make room, then resume.</source>
        <translation>Die Platte ist voll (%1 frei). Alles bisher Empfangene bleibt: Schaffen Sie Platz und setzen Sie dann fort.</translation>
    </message>
    <message>
        <source>Another Hearth is downloading %1 already.</source>
        <translation>Ein anderes Hearth lädt %1 schon herunter.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be written; choose another folder for models.</source>
        <translation>In den Ordner %1 kann nicht geschrieben werden; wählen Sie einen anderen Ordner für Modelle.</translation>
    </message>
    <message>
        <source>Fits fully</source>
        <translation>Passt ganz</translation>
    </message>
    <message>
        <source>Fits with experts in RAM</source>
        <translation>Passt, Experten im RAM</translation>
    </message>
    <message>
        <source>Partly on the graphics card</source>
        <translation>Teils auf der Grafikkarte</translation>
    </message>
    <message>
        <source>On the processor</source>
        <translation>Auf dem Prozessor</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Langsam</translation>
    </message>
    <message>
        <source>Will not fit</source>
        <translation>Passt nicht</translation>
    </message>
    <message>
        <source>There is no room for a temporary file in %1.</source>
        <translation>In %1 ist kein Platz für eine temporäre Datei.</translation>
    </message>
    <message>
        <source>A temporary file could not be written: %1</source>
        <translation>Eine temporäre Datei konnte nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>Its size is known when the hub was asked.</source>
        <translation>Die Größe ist bekannt, sobald der Hub gefragt wurde.</translation>
    </message>
    <message>
        <source>Parts of this model are missing: %1. Download it again; what is there will be kept.</source>
        <translation>Teile dieses Modells fehlen: %1. Laden Sie es erneut herunter; was da ist, bleibt.</translation>
    </message>
    <message>
        <source>Your folder</source>
        <translation>Ihr Ordner</translation>
    </message>
    <message>
        <source>Hearth</source>
        <translation>Hearth</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Hugging-Face-Cache</translation>
    </message>
    <message>
        <source>The folder %1 is not there; is its drive connected?</source>
        <translation>Der Ordner %1 ist nicht da; ist sein Laufwerk angeschlossen?</translation>
    </message>
    <message>
        <source>The folder %1 may not be read; change its permissions to see the models in it.</source>
        <translation>Der Ordner %1 darf nicht gelesen werden; ändern Sie seine Rechte, um die Modelle darin zu sehen.</translation>
    </message>
    <message>
        <source>%1 answered with something else than the hub&apos;s language; check the address in the settings.</source>
        <translation>%1 antwortete nicht in der Sprache des Hubs; prüfen Sie die Adresse in den Einstellungen.</translation>
    </message>
    <message>
        <source>%1 is only for those who accepted its terms: open its page, ask for access with the account of your token, then try again.</source>
        <translation>%1 ist nur für die, die seine Bedingungen angenommen haben: Öffnen Sie die Seite, bitten Sie mit dem Konto Ihres Tokens um Zugang und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>%1 is only for those who accepted its terms: open its page and ask for access, then enter an access token of that account in the settings.</source>
        <translation>%1 ist nur für die, die seine Bedingungen angenommen haben: Öffnen Sie die Seite, bitten Sie um Zugang und geben Sie dann ein Zugangstoken dieses Kontos in den Einstellungen ein.</translation>
    </message>
    <message>
        <source>%1 has no such file or version any more; look at its list of files.</source>
        <translation>%1 hat diese Datei oder Version nicht mehr; sehen Sie in seine Dateiliste.</translation>
    </message>
    <message>
        <source>%1 does not exist, or your account may not see it. Check the name.</source>
        <translation>%1 gibt es nicht, oder Ihr Konto darf es nicht sehen. Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>%1 does not exist, or it is private. Check the name; if it is yours, enter an access token in the settings.</source>
        <translation>%1 gibt es nicht, oder es ist privat. Prüfen Sie den Namen; gehört es Ihnen, geben Sie ein Zugangstoken in den Einstellungen ein.</translation>
    </message>
    <message>
        <source>%1 does not accept the access token: it may have expired. Make a new one and enter it in the settings.</source>
        <translation>%1 nimmt das Zugangstoken nicht an: Vielleicht ist es abgelaufen. Erstellen Sie ein neues und geben Sie es in den Einstellungen ein.</translation>
    </message>
    <message>
        <source>%1 does not allow this download (%2). Open its page to see what it asks for.</source>
        <translation>%1 erlaubt diesen Download nicht (%2). Öffnen Sie die Seite, um zu sehen, was verlangt wird.</translation>
    </message>
    <message>
        <source>This was not found at %1; check the name.</source>
        <translation>Das wurde bei %1 nicht gefunden; prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>%1 asks for a pause; try again in a few minutes.</source>
        <translation>%1 bittet um eine Pause; versuchen Sie es in einigen Minuten wieder.</translation>
    </message>
    <message>
        <source>%1 is in trouble (HTTP %2); try again later.</source>
        <translation>%1 hat eine Störung (HTTP %2); versuchen Sie es später.</translation>
    </message>
    <message>
        <source>%1 answered with HTTP %2.</source>
        <translation>%1 antwortete mit HTTP %2.</translation>
    </message>
    <message>
        <source>search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>model page</source>
        <translation>Modellseite</translation>
    </message>
    <message>
        <source>list of files</source>
        <translation>Dateiliste</translation>
    </message>
    <message>
        <source>header of %1</source>
        <translation>Dateikopf von %1</translation>
    </message>
    <message>
        <source>check of the access token</source>
        <translation>Prüfung des Zugangstokens</translation>
    </message>
    <message>
        <source>The identity of %1 could not be checked: %2. If a company proxy or an antivirus program inspects the traffic, its certificate has to be in the system&apos;s list of trusted ones.</source>
        <translation>Die Identität von %1 konnte nicht geprüft werden: %2. Untersucht ein Firmenproxy oder ein Virenschutz den Verkehr, muss dessen Zertifikat in der Liste vertrauenswürdiger des Systems stehen.</translation>
    </message>
    <message>
        <source>%1 was not found; is this computer connected to the Internet?</source>
        <translation>%1 wurde nicht gefunden; ist dieser Rechner mit dem Internet verbunden?</translation>
    </message>
    <message>
        <source>%1 does not accept connections; check its address in the settings, or try again later.</source>
        <translation>%1 nimmt keine Verbindungen an; prüfen Sie die Adresse in den Einstellungen oder versuchen Sie es später.</translation>
    </message>
    <message>
        <source>The proxy of this system does not let the request through (%1); check the proxy settings.</source>
        <translation>Der Proxy dieses Systems lässt die Anfrage nicht durch (%1); prüfen Sie die Proxy-Einstellungen.</translation>
    </message>
    <message>
        <source>The connection to %1 broke: %2.</source>
        <translation>Die Verbindung zu %1 brach ab: %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n Byte</numerusform>
            <numerusform>%n Bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 could not be written or read: %2</source>
        <translation>%1 konnte nicht geschrieben oder gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 could not be made: %2</source>
        <translation>%1 konnte nicht angelegt werden: %2</translation>
    </message>
    <message>
        <source>The keyring of this desktop could not be used: %1. Hearth does not keep the token in a plain file; set HF_TOKEN in the environment instead.</source>
        <translation>Der Schlüsselbund dieses Desktops war nicht nutzbar: %1. Hearth legt das Token nicht in einer offenen Datei ab; setzen Sie stattdessen HF_TOKEN in der Umgebung.</translation>
    </message>
    <message>
        <source>%1 sends the download round in circles; try again later.</source>
        <translation>%1 schickt den Download im Kreis; versuchen Sie es später.</translation>
    </message>
    <message>
        <source>%1 does not say how large the file is, so it cannot be downloaded safely.</source>
        <translation>%1 sagt nicht, wie groß die Datei ist; so lässt sie sich nicht sicher herunterladen.</translation>
    </message>
    <message>
        <source>Parts of this model are missing: %1 and %2 more. Download it again; what is there will be kept.</source>
        <translation>Teile dieses Modells fehlen: %1 und %2 weitere. Laden Sie es erneut herunter; was da ist, bleibt erhalten.</translation>
    </message>
</context>
<context>
    <name>HubLinkSheet</name>
    <message>
        <source>Look at this model?</source>
        <translation>Dieses Modell ansehen?</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>Seite öffnen</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>A link asked Hearth for it. Nothing was sent yet. The library can show its files and how they would run on this computer; for that it asks %1, which learns that you looked.</source>
        <translation>Ein Link hat Hearth danach gefragt. Noch wurde nichts gesendet. Die Bibliothek kann die Dateien zeigen und wie sie auf diesem Rechner liefen; dafür fragt sie %1, das davon erfährt.</translation>
    </message>
    <message>
        <source>Look in the library</source>
        <translation>In der Bibliothek ansehen</translation>
    </message>
</context>
<context>
    <name>ImportSheet</name>
    <message>
        <source>Import these chats?</source>
        <translation>Diese Chats importieren?</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>Chats importieren</translation>
    </message>
    <message>
        <source>From an export of ChatGPT, Claude or Open WebUI, from the folders of LM Studio, Jan or GPT4All, or from Hearth&apos;s own export. A file, a zip file or a folder.</source>
        <translation>Aus einem Export von ChatGPT, Claude oder Open WebUI, aus den Ordnern von LM Studio, Jan oder GPT4All oder aus Hearths eigenem Export. Eine Datei, eine ZIP-Datei oder ein Ordner.</translation>
    </message>
    <message>
        <source>Hearth first shows what it found. Chats that were imported before are known again and left alone.</source>
        <translation>Hearth zeigt zuerst, was es gefunden hat. Schon importierte Chats werden erkannt und in Ruhe gelassen.</translation>
    </message>
    <message>
        <source>Choose an export</source>
        <translation>Export wählen</translation>
    </message>
    <message>
        <source>Exports (*.json *.zip *.chat)</source>
        <translation>Exporte (*.json *.zip *.chat)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Choose a folder with chats</source>
        <translation>Ordner mit Chats wählen</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>InlineName</name>
    <message>
        <source>New name</source>
        <translation>Neuer Name</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Sampling</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Stats</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Close the inspector (%1)</source>
        <translation>Inspektor schließen (%1)</translation>
    </message>
    <message>
        <source>Close the inspector</source>
        <translation>Inspektor schließen</translation>
    </message>
</context>
<context>
    <name>KeptChatsSection</name>
    <message>
        <source>Opening chats again</source>
        <translation>Chats wieder öffnen</translation>
    </message>
    <message>
        <source>Keep chats&apos; working memory on disk</source>
        <translation>Arbeitsspeicher der Chats auf der Platte behalten</translation>
    </message>
    <message>
        <source>A chat that you open again goes on at once; otherwise the model first reads it anew. It stays on this computer and goes with the chat.</source>
        <translation>Ein wieder geöffneter Chat geht sofort weiter; sonst liest das Modell ihn erst neu. Alles bleibt auf diesem Computer und verschwindet mit dem Chat.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>When it is full, the chats used longest ago make room.</source>
        <translation>Ist der Platz voll, weichen die am längsten nicht benutzten Chats.</translation>
    </message>
    <message>
        <source>Kept now</source>
        <translation>Zurzeit behalten</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
</context>
<context>
    <name>KeyRow</name>
    <message>
        <source>“%1” has the same keys: neither works until one is changed.</source>
        <translation>„%1“ hat dieselben Tasten: Keines von beiden wirkt, bis eines geändert ist.</translation>
    </message>
    <message>
        <source>Give “%1” its own keys back</source>
        <translation>„%1“ die eigenen Tasten zurückgeben</translation>
    </message>
    <message>
        <source>Press the new keys</source>
        <translation>Neue Tasten drücken</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Take the keys from “%1”</source>
        <translation>„%1“ die Tasten nehmen</translation>
    </message>
</context>
<context>
    <name>LaunchRequest</name>
    <message>
        <source>Hearth does not know what this link asks for, so nothing was done: %1</source>
        <translation>Hearth weiß nicht, was dieser Link will, darum ist nichts geschehen: %1</translation>
    </message>
    <message>
        <source>The link names no model that could exist on Hugging Face, so nothing was done.</source>
        <translation>Der Link nennt kein Modell, das es auf Hugging Face geben kann, darum ist nichts geschehen.</translation>
    </message>
    <message>
        <source>The link names a file that is no GGUF model, so nothing was done.</source>
        <translation>Der Link nennt eine Datei, die kein GGUF-Modell ist, darum ist nichts geschehen.</translation>
    </message>
    <message>
        <source>Hearth opens files on this computer and hearth:// links, not %1.</source>
        <translation>Hearth öffnet Dateien auf diesem Rechner und hearth://-Links, nicht %1.</translation>
    </message>
    <message>
        <source>There is no file “%1”. Check the name.</source>
        <translation>Es gibt keine Datei „%1“. Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>“%1” is a folder and no model by itself. Choose the GGUF file in it, or a folder with config.json, tokenizer.json and safetensors files.</source>
        <translation>„%1“ ist ein Ordner und selbst kein Modell. Wählen Sie die GGUF-Datei darin oder einen Ordner mit config.json, tokenizer.json und safetensors-Dateien.</translation>
    </message>
</context>
<context>
    <name>LayerStrip</name>
    <message>
        <source>on the graphics card</source>
        <translation>auf der Grafikkarte</translation>
    </message>
    <message>
        <source>computed by the processor</source>
        <translation>vom Prozessor gerechnet</translation>
    </message>
</context>
<context>
    <name>LibraryList</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Search the hub, or paste a link</source>
        <translation>Hub durchsuchen oder Link einfügen</translation>
    </message>
    <message>
        <source>Filter, or paste a link</source>
        <translation>Filtern oder Link einfügen</translation>
    </message>
    <message>
        <source>Search %1, or paste a link</source>
        <translation>%1 durchsuchen oder Link einfügen</translation>
    </message>
    <message>
        <source>Filter the models on this computer</source>
        <translation>Modelle auf diesem Rechner filtern</translation>
    </message>
    <message>
        <source>Filter the catalogue, or paste a link</source>
        <translation>Katalog filtern oder Link einfügen</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>Hugging Face</source>
        <translation>Hugging Face</translation>
    </message>
    <message>
        <source>%1, chosen</source>
        <translation>%1, gewählt</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1 wird gefragt…</translation>
    </message>
    <message>
        <source>Nothing was found. Try fewer words.</source>
        <translation>Nichts gefunden. Versuchen Sie es mit weniger Wörtern.</translation>
    </message>
    <message>
        <source>Enter sends the words to %1. Nothing is sent while you type.</source>
        <translation>Die Eingabetaste sendet die Wörter an %1. Beim Tippen wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Order: %1</source>
        <translation>Reihenfolge: %1</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>Mehr zeigen</translation>
    </message>
    <message>
        <source>No model here has these words in its name.</source>
        <translation>Kein Modell hier hat diese Wörter im Namen.</translation>
    </message>
    <message>
        <source>Hearth looked in its own folder and in those of Hugging Face tools, LM Studio, Ollama, Jan and GPT4All.</source>
        <translation>Hearth hat im eigenen Ordner gesucht und in denen der Hugging-Face-Werkzeuge, von LM Studio, Ollama, Jan und GPT4All.</translation>
    </message>
    <message>
        <source>See the catalogue</source>
        <translation>Katalog ansehen</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Alle Modelle</translation>
    </message>
    <message>
        <source>Cancel this download?</source>
        <translation>Diesen Download abbrechen?</translation>
    </message>
    <message>
        <source>What was received of %1 so far is deleted. To go on later, pause it instead.</source>
        <translation>Was von %1 schon da ist, wird gelöscht. Um später fortzusetzen, halten Sie ihn lieber an.</translation>
    </message>
    <message>
        <source>Cancel and delete</source>
        <translation>Abbrechen und löschen</translation>
    </message>
    <message>
        <source>Pause it</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
</context>
<context>
    <name>LibraryRow</name>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1. %2. %3</source>
        <translation>%1. %2. %3</translation>
    </message>
</context>
<context>
    <name>LibrarySheets</name>
    <message>
        <source>Ask %1?</source>
        <translation>%1 fragen?</translation>
    </message>
    <message>
        <source>Your search words, and the names of the models that you open or download, are sent to %1; it also learns this computer&apos;s address, as every website does. Nothing else is sent, and nothing before you ask for it.</source>
        <translation>Ihre Suchwörter und die Namen der Modelle, die Sie öffnen oder herunterladen, gehen an %1; es erfährt auch die Adresse dieses Rechners, wie jede Website. Sonst wird nichts gesendet, und nichts, bevor Sie es verlangen.</translation>
    </message>
    <message>
        <source>Hearth asks this once. You can see every request, and take this back, in the settings under Models and downloads.</source>
        <translation>Hearth fragt das einmal. Jede Anfrage ist einsehbar, und die Erlaubnis lässt sich zurücknehmen: in den Einstellungen unter „Modelle und Downloads“.</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>%1 is ready</source>
        <translation>%1 ist bereit</translation>
    </message>
    <message>
        <source>Chat with it</source>
        <translation>Damit chatten</translation>
    </message>
    <message>
        <source>“%1” is in the system&apos;s trash</source>
        <translation>„%1“ ist im Papierkorb des Systems</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>LinkSheet</name>
    <message>
        <source>Open this link in your browser?</source>
        <translation>Diesen Link im Browser öffnen?</translation>
    </message>
    <message>
        <source>The model wrote it. The website will learn that you opened it.</source>
        <translation>Das Modell hat ihn geschrieben. Die Website erfährt, dass Sie sie geöffnet haben.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>LocalSection</name>
    <message>
        <source>Measure its speed</source>
        <translation>Geschwindigkeit messen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>About this file</source>
        <translation>Über diese Datei</translation>
    </message>
    <message>
        <source>Everything the file says</source>
        <translation>Alles, was die Datei sagt</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>Chatvorlage</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>About this folder</source>
        <translation>Über diesen Ordner</translation>
    </message>
    <message>
        <source>Everything its files say</source>
        <translation>Alles, was seine Dateien sagen</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Open a model file</source>
        <translation>Modelldatei öffnen</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Models (*.gguf config.json *.safetensors)</source>
        <translation>Modelle (*.gguf config.json *.safetensors)</translation>
    </message>
</context>
<context>
    <name>MathBlock</name>
    <message>
        <source>Formula: %1</source>
        <translation>Formel: %1</translation>
    </message>
    <message>
        <source>This formula cannot be set: %1.</source>
        <translation>Diese Formel kann nicht gesetzt werden: %1.</translation>
    </message>
</context>
<context>
    <name>MemoryPlan</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>On the graphics card</source>
        <translation>Auf der Grafikkarte</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Working memory</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>In main memory</source>
        <translation>Im Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Read from the disk</source>
        <translation>Von der Platte gelesen</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy your message</source>
        <translation>Eigene Nachricht kopieren</translation>
    </message>
    <message>
        <source>Copy this answer</source>
        <translation>Diese Antwort kopieren</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Neu schreiben</translation>
    </message>
    <message>
        <source>Write another answer</source>
        <translation>Eine andere Antwort schreiben</translation>
    </message>
    <message>
        <source>Other ways to write another answer</source>
        <translation>Andere Wege zu einer neuen Antwort</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Continue this answer</source>
        <translation>Diese Antwort fortsetzen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Edit your message</source>
        <translation>Eigene Nachricht bearbeiten</translation>
    </message>
    <message>
        <source>Edit this answer</source>
        <translation>Diese Antwort bearbeiten</translation>
    </message>
    <message>
        <source>Fork</source>
        <translation>Abzweigen</translation>
    </message>
    <message>
        <source>Fork the chat from here</source>
        <translation>Chat ab hier abzweigen</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>Vorige Version</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>Version %1 von %2</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Nächste Version</translation>
    </message>
    <message>
        <source>With another model or parameters…</source>
        <translation>Mit anderem Modell oder anderen Parametern…</translation>
    </message>
    <message>
        <source>More surprising</source>
        <translation>Überraschender</translation>
    </message>
    <message>
        <source>More predictable</source>
        <translation>Vorhersehbarer</translation>
    </message>
</context>
<context>
    <name>MessageAnswer</name>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Interrupted: Hearth closed while this was being written.</source>
        <translation>Unterbrochen: Hearth wurde geschlossen, während dies geschrieben wurde.</translation>
    </message>
    <message>
        <source>Edited by you.</source>
        <translation>Von Ihnen bearbeitet.</translation>
    </message>
    <message>
        <source>Answer, version %1 of %2: %3</source>
        <translation>Antwort, Version %1 von %2: %3</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>Antwort: %1</translation>
    </message>
    <message>
        <source>This answer failed.</source>
        <translation>Diese Antwort ist gescheitert.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Neu schreiben</translation>
    </message>
    <message>
        <source>An answer that is being written</source>
        <translation>Eine Antwort, die gerade geschrieben wird</translation>
    </message>
</context>
<context>
    <name>MessagePlaceholder</name>
    <message>
        <source>A message that is being read</source>
        <translation>Eine Nachricht, die gerade gelesen wird</translation>
    </message>
</context>
<context>
    <name>MessageUser</name>
    <message>
        <source>You, version %1 of %2: %3</source>
        <translation>Sie, Version %1 von %2: %3</translation>
    </message>
    <message>
        <source>You: %1</source>
        <translation>Sie: %1</translation>
    </message>
</context>
<context>
    <name>ModelBar</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ModelMetadata</name>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 Einträge</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>%1, in use. %2</source>
        <translation>%1, in Gebrauch. %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Forget %1 (the file stays)</source>
        <translation>%1 vergessen (die Datei bleibt)</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>Modelldatei öffnen…</translation>
    </message>
    <message>
        <source>Also on this computer</source>
        <translation>Auch auf diesem Rechner</translation>
    </message>
    <message>
        <source>Get a model…</source>
        <translation>Modell holen…</translation>
    </message>
</context>
<context>
    <name>ModelTab</name>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>A persona: instructions and parameters under a name.</source>
        <translation>Eine Persona: Anweisungen und Parameter unter einem Namen.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Preset: %1</source>
        <translation>Voreinstellung: %1</translation>
    </message>
    <message>
        <source>Manage…</source>
        <translation>Verwalten…</translation>
    </message>
    <message>
        <source>Manage presets</source>
        <translation>Voreinstellungen verwalten</translation>
    </message>
    <message>
        <source>Keep the changes in it</source>
        <translation>Änderungen darin behalten</translation>
    </message>
    <message>
        <source>Save as a new preset</source>
        <translation>Als neue Voreinstellung speichern</translation>
    </message>
    <message>
        <source>Instructions (system prompt)</source>
        <translation>Anweisungen (System-Prompt)</translation>
    </message>
    <message>
        <source>What the model is told before the conversation.</source>
        <translation>Was dem Modell vor dem Gespräch gesagt wird.</translation>
    </message>
    <message>
        <source>“%1” is meant for this model.</source>
        <translation>„%1“ ist für dieses Modell gedacht.</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use the preset %1</source>
        <translation>Die Voreinstellung %1 verwenden</translation>
    </message>
</context>
<context>
    <name>ModelsSection</name>
    <message>
        <source>Models and downloads</source>
        <translation>Modelle und Downloads</translation>
    </message>
    <message>
        <source>Asking the hub</source>
        <translation>Den Hub fragen</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE is set for this computer: nothing is sent.</source>
        <translation>HF_HUB_OFFLINE ist auf diesem Rechner gesetzt: Nichts wird gesendet.</translation>
    </message>
    <message>
        <source>Switched off: nothing is sent.</source>
        <translation>Ausgeschaltet: Nichts wird gesendet.</translation>
    </message>
    <message>
        <source>%1 is asked when you search or download, never otherwise.</source>
        <translation>%1 wird gefragt, wenn Sie suchen oder herunterladen, sonst nie.</translation>
    </message>
    <message>
        <source>Not allowed yet; Hearth will ask you when you first search.</source>
        <translation>Noch nicht erlaubt; Hearth fragt bei der ersten Suche.</translation>
    </message>
    <message>
        <source>Allow it again</source>
        <translation>Wieder erlauben</translation>
    </message>
    <message>
        <source>Switch it off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>What was sent…</source>
        <translation>Was gesendet wurde…</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>This is not an address. An example: https://huggingface.co</source>
        <translation>Das ist keine Adresse. Ein Beispiel: https://huggingface.co</translation>
    </message>
    <message>
        <source>Another address that speaks like it works, too: a mirror, or one of your own.</source>
        <translation>Auch eine andere Adresse, die dieselbe Sprache spricht, geht: ein Spiegel oder eine eigene.</translation>
    </message>
    <message>
        <source>Address of the hub</source>
        <translation>Adresse des Hubs</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Zugangstoken</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Downloads go to</source>
        <translation>Downloads gehen nach</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>The usual folder</source>
        <translation>Der übliche Ordner</translation>
    </message>
    <message>
        <source>Speed limit of downloads</source>
        <translation>Tempolimit für Downloads</translation>
    </message>
    <message>
        <source>Where downloads go</source>
        <translation>Wohin Downloads gehen</translation>
    </message>
</context>
<context>
    <name>NetworkLogSheet</name>
    <message>
        <source>What Hearth has sent</source>
        <translation>Was Hearth gesendet hat</translation>
    </message>
    <message>
        <source>%1 Chats are never sent. Every request is also written to network.log beside your chats.</source>
        <translation>%1 Chats werden nie gesendet. Jede Anfrage steht auch in network.log neben Ihren Chats.</translation>
    </message>
    <message>
        <source>%1, %2, %3, %4</source>
        <translation>%1, %2, %3, %4</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <source>This is hearth-tiny, a tiny demonstration model. It shows that everything works, but it knows little and often errs.</source>
        <translation>Das ist hearth-tiny, ein winziges Vorführmodell. Es zeigt, dass alles funktioniert, weiß aber wenig und irrt oft.</translation>
    </message>
    <message>
        <source>Get a real model</source>
        <translation>Ein richtiges Modell holen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Use hearth-tiny</source>
        <translation>hearth-tiny verwenden</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>Anderes öffnen…</translation>
    </message>
    <message>
        <source>No model is loaded. Open a GGUF file to begin.</source>
        <translation>Kein Modell ist geladen. Öffnen Sie eine GGUF-Datei, um zu beginnen.</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>Modelldatei öffnen…</translation>
    </message>
    <message>
        <source>Where to get one</source>
        <translation>Wo es welche gibt</translation>
    </message>
    <message>
        <source>Send without them</source>
        <translation>Ohne sie senden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Summarise them</source>
        <translation>Zusammenfassen</translation>
    </message>
    <message>
        <source>Cancel the summary and the message</source>
        <translation>Zusammenfassung und Nachricht abbrechen</translation>
    </message>
    <message>
        <source>Load this model</source>
        <translation>Dieses Modell laden</translation>
    </message>
</context>
<context>
    <name>NumberTiles</name>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
    <message>
        <source>%1: not known, %2</source>
        <translation>%1: nicht bekannt, %2</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Hide the sidebar (Ctrl+B)</source>
        <translation>Seitenleiste ausblenden (Strg+B)</translation>
    </message>
    <message>
        <source>Show the sidebar (Ctrl+B)</source>
        <translation>Seitenleiste einblenden (Strg+B)</translation>
    </message>
    <message>
        <source>Back to the chat</source>
        <translation>Zurück zum Chat</translation>
    </message>
    <message>
        <source>Light theme (Ctrl+Shift+L)</source>
        <translation>Helles Farbschema (Strg+Umschalt+L)</translation>
    </message>
    <message>
        <source>Dark theme (Ctrl+Shift+L)</source>
        <translation>Dunkles Farbschema (Strg+Umschalt+L)</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Search everything</source>
        <translation>Alles durchsuchen</translation>
    </message>
    <message>
        <source>Search chats, commands and models</source>
        <translation>Chats, Befehle und Modelle suchen</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>Nichts gefunden.</translation>
    </message>
    <message>
        <source>&lt;b&gt;&amp;gt;&lt;/b&gt; commands   &lt;b&gt;#&lt;/b&gt; models   &lt;b&gt;@&lt;/b&gt; folders</source>
        <translation>&lt;b&gt;&amp;gt;&lt;/b&gt; Befehle   &lt;b&gt;#&lt;/b&gt; Modelle   &lt;b&gt;@&lt;/b&gt; Ordner</translation>
    </message>
</context>
<context>
    <name>ParameterList</name>
    <message>
        <source>Choice of words</source>
        <translation>Wortwahl</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Higher is more surprising. 0 always takes the likeliest word.</source>
        <translation>Höher ist überraschender. 0 nimmt immer das wahrscheinlichste Wort.</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Only the likeliest words that together have this share. 1 is all of them.</source>
        <translation>Nur die wahrscheinlichsten Wörter, die zusammen diesen Anteil haben. 1 sind alle.</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Only this many of the likeliest words. 0 is all of them.</source>
        <translation>Nur so viele der wahrscheinlichsten Wörter. 0 sind alle.</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Only words at least this likely beside the likeliest. 0 is all of them.</source>
        <translation>Nur Wörter, die neben dem wahrscheinlichsten mindestens so wahrscheinlich sind. 0 sind alle.</translation>
    </message>
    <message>
        <source>Typical-p</source>
        <translation>Typical-p</translation>
    </message>
    <message>
        <source>Prefers words about as surprising as usual, up to this share. 1 is all of them.</source>
        <translation>Bevorzugt Wörter, die etwa so überraschen wie üblich, bis zu diesem Anteil. 1 sind alle.</translation>
    </message>
    <message>
        <source>Length and chance</source>
        <translation>Länge und Zufall</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>In tokens, thinking included. 0 lets the model end by itself.</source>
        <translation>In Tokens, einschließlich der Gedanken. Bei 0 endet das Modell von selbst.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same number gives the same answer to the same text. Left alone, each answer is another.</source>
        <translation>Dieselbe Zahl gibt zum selben Text dieselbe Antwort. Ohne Angabe ist jede Antwort eine andere.</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>Strafe für Wiederholung</translation>
    </message>
    <message>
        <source>Above 1 avoids words that were just used. 1 is off.</source>
        <translation>Über 1 meidet Wörter, die eben benutzt wurden. 1 ist aus.</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>Strafe für Vorkommen</translation>
    </message>
    <message>
        <source>Above 0 leads to new subjects: a word counts once, however often it came.</source>
        <translation>Über 0 führt zu neuen Themen: Ein Wort zählt einmal, wie oft es auch vorkam.</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>Strafe für Häufigkeit</translation>
    </message>
    <message>
        <source>Above 0 avoids a word the more, the more often it came.</source>
        <translation>Über 0 meidet ein Wort umso mehr, je öfter es vorkam.</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>Wie weit zurück</translation>
    </message>
    <message>
        <source>Tokens that the three penalties look at.</source>
        <translation>Tokens, auf die die drei Strafen schauen.</translation>
    </message>
    <message>
        <source>Repeated phrases (DRY)</source>
        <translation>Wiederholte Wendungen (DRY)</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Keeps the model from going on with a phrase that is there already. 0 is off, 0.8 is usual.</source>
        <translation>Hält das Modell davon ab, eine schon vorhandene Wendung fortzusetzen. 0 ist aus, 0,8 ist üblich.</translation>
    </message>
    <message>
        <source>Growth</source>
        <translation>Wachstum</translation>
    </message>
    <message>
        <source>How much more each further repeated token costs.</source>
        <translation>Wie viel mehr jedes weitere wiederholte Token kostet.</translation>
    </message>
    <message>
        <source>Allowed length</source>
        <translation>Erlaubte Länge</translation>
    </message>
    <message>
        <source>Repetitions up to this many tokens cost nothing.</source>
        <translation>Wiederholungen bis zu so vielen Tokens kosten nichts.</translation>
    </message>
    <message>
        <source>Tokens in which repetitions are looked for.</source>
        <translation>Tokens, in denen nach Wiederholungen gesucht wird.</translation>
    </message>
    <message>
        <source>Less obvious words (XTC)</source>
        <translation>Weniger naheliegende Wörter (XTC)</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Wie oft</translation>
    </message>
    <message>
        <source>The chance that the most obvious words are left out. 0 is off.</source>
        <translation>Die Wahrscheinlichkeit, dass die naheliegendsten Wörter wegbleiben. 0 ist aus.</translation>
    </message>
    <message>
        <source>What counts as obvious</source>
        <translation>Was als naheliegend gilt</translation>
    </message>
    <message>
        <source>Words at least this likely; the least likely of them stays.</source>
        <translation>Wörter, die mindestens so wahrscheinlich sind; das unwahrscheinlichste davon bleibt.</translation>
    </message>
</context>
<context>
    <name>ParameterRows</name>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Higher is more surprising, 0 always takes the likeliest word.</source>
        <translation>Höher ist überraschender, 0 nimmt immer das wahrscheinlichste Wort.</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Only the likeliest words that together have this share.</source>
        <translation>Nur die wahrscheinlichsten Wörter, die zusammen diesen Anteil haben.</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Only this many of the likeliest words; 0 is all.</source>
        <translation>Nur so viele der wahrscheinlichsten Wörter; 0 sind alle.</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Only words at least this likely beside the likeliest.</source>
        <translation>Nur Wörter, die neben dem wahrscheinlichsten mindestens so wahrscheinlich sind.</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>Strafe für Wiederholung</translation>
    </message>
    <message>
        <source>Above 1 avoids words that were just used.</source>
        <translation>Über 1 meidet Wörter, die eben benutzt wurden.</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>In tokens; 0 is until it ends by itself.</source>
        <translation>In Tokens; 0 heißt, bis sie von selbst endet.</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>The parameters are not a JSON object.</source>
        <translation>Die Parameter sind kein JSON-Objekt.</translation>
    </message>
    <message>
        <source>“%1” is left out: it must be %2.</source>
        <translation>„%1“ wird weggelassen: Es muss %2 sein.</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>eine ganze Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>eine Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>eine Liste von Texten</translation>
    </message>
    <message>
        <source>an object of token numbers and their biases</source>
        <translation>ein Objekt aus Tokennummern und ihren Gewichtungen</translation>
    </message>
    <message>
        <source>ask, dropOldest, summarise or stop</source>
        <translation>ask, dropOldest, summarise oder stop</translation>
    </message>
    <message>
        <source>an object of switches and texts</source>
        <translation>ein Objekt aus Schaltern und Texten</translation>
    </message>
</context>
<context>
    <name>PartBar</name>
    <message>
        <source>%1 % received</source>
        <translation>%1 % empfangen</translation>
    </message>
</context>
<context>
    <name>PassagesSheet</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>PictureBlock</name>
    <message>
        <source>Picture without a description</source>
        <translation>Bild ohne Beschreibung</translation>
    </message>
    <message>
        <source>Picture: %1</source>
        <translation>Bild: %1</translation>
    </message>
    <message>
        <source>Picture: %1. %2</source>
        <translation>Bild: %1. %2</translation>
    </message>
    <message>
        <source>Load image</source>
        <translation>Bild laden</translation>
    </message>
    <message>
        <source>Load this image. %1</source>
        <translation>Dieses Bild laden. %1</translation>
    </message>
    <message>
        <source>Leads to %1</source>
        <translation>Führt zu %1</translation>
    </message>
    <message>
        <source>Open the link of this picture: %1</source>
        <translation>Den Link dieses Bildes öffnen: %1</translation>
    </message>
</context>
<context>
    <name>PresetFile</name>
    <message>
        <source>This is not a JSON file (%1 at byte %2). Choose a file that Hearth has exported.</source>
        <translation>Das ist keine JSON-Datei (%1 bei Byte %2). Wählen Sie eine Datei, die Hearth exportiert hat.</translation>
    </message>
    <message>
        <source>These presets were written by a newer Hearth. Update Hearth, then import them.</source>
        <translation>Diese Voreinstellungen stammen von einem neueren Hearth. Aktualisieren Sie Hearth und importieren Sie sie dann.</translation>
    </message>
    <message>
        <source>An entry without a name, or too long, is left out.</source>
        <translation>Ein Eintrag ohne Namen oder ein zu langer wird weggelassen.</translation>
    </message>
    <message>
        <source>There is no preset in this file. Choose a file that Hearth has exported.</source>
        <translation>In dieser Datei ist keine Voreinstellung. Wählen Sie eine Datei, die Hearth exportiert hat.</translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Name of the preset</source>
        <translation>Name der Voreinstellung</translation>
    </message>
    <message>
        <source>Hide the instructions of %1</source>
        <translation>Anweisungen von %1 verbergen</translation>
    </message>
    <message>
        <source>Edit the instructions of %1</source>
        <translation>Anweisungen von %1 bearbeiten</translation>
    </message>
    <message>
        <source>Move %1 up</source>
        <translation>%1 nach oben</translation>
    </message>
    <message>
        <source>Move %1 down</source>
        <translation>%1 nach unten</translation>
    </message>
    <message>
        <source>Duplicate %1</source>
        <translation>%1 verdoppeln</translation>
    </message>
    <message>
        <source>Export %1…</source>
        <translation>%1 exportieren…</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>Instructions of %1</source>
        <translation>Anweisungen von %1</translation>
    </message>
    <message>
        <source>Instructions (system prompt)</source>
        <translation>Anweisungen (System-Prompt)</translation>
    </message>
    <message>
        <source>For %1 · %2</source>
        <translation>Für %1 · %2</translation>
    </message>
    <message>
        <source>For any model</source>
        <translation>Für jedes Modell</translation>
    </message>
    <message>
        <source>For %1</source>
        <translation>Für %1</translation>
    </message>
    <message>
        <source>Model of %1: %2</source>
        <translation>Modell von %1: %2</translation>
    </message>
</context>
<context>
    <name>PresetsSheet</name>
    <message>
        <source>Presets</source>
        <translation>Voreinstellungen</translation>
    </message>
    <message>
        <source>A preset gives a chat its instructions and parameters. The folder a chat lies in, and the chat itself, may say otherwise.</source>
        <translation>Eine Voreinstellung gibt einem Chat Anweisungen und Parameter. Der Ordner, in dem er liegt, und der Chat selbst können davon abweichen.</translation>
    </message>
    <message>
        <source>There is none yet.</source>
        <translation>Es gibt noch keine.</translation>
    </message>
    <message>
        <source>“%1” is deleted.</source>
        <translation>„%1“ ist gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Bring “%1” back</source>
        <translation>„%1“ zurückholen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>New preset</source>
        <translation>Neue Voreinstellung</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>Alle exportieren…</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>Voreinstellungen importieren</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>Voreinstellungen (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Export presets</source>
        <translation>Voreinstellungen exportieren</translation>
    </message>
</context>
<context>
    <name>ProblemList</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>QualityPlot</name>
    <message>
        <source>Quality against memory. %1</source>
        <translation>Qualität gegen Arbeitsspeicher. %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Memory for the weights</source>
        <translation>Speicher für die Gewichte</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Messages that wait</source>
        <translation>Wartende Nachrichten</translation>
    </message>
    <message>
        <source>Waiting: %1</source>
        <translation>Wartet: %1</translation>
    </message>
    <message>
        <source>A message that waits</source>
        <translation>Eine wartende Nachricht</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Jetzt senden</translation>
    </message>
    <message>
        <source>Do not send “%1”</source>
        <translation>„%1“ nicht senden</translation>
    </message>
</context>
<context>
    <name>Recommended</name>
    <message>
        <source>the model&apos;s own file</source>
        <translation>die eigene Datei des Modells</translation>
    </message>
</context>
<context>
    <name>RecommendedNote</name>
    <message>
        <source>Source: %1</source>
        <translation>Quelle: %1</translation>
    </message>
</context>
<context>
    <name>RegenerateSheet</name>
    <message>
        <source>Write another answer with…</source>
        <translation>Eine andere Antwort schreiben mit…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>For this answer only</source>
        <translation>Nur für diese Antwort</translation>
    </message>
    <message>
        <source>Write it</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>SamplingTab</name>
    <message>
        <source>Choice of words</source>
        <translation>Wortwahl</translation>
    </message>
    <message>
        <source>Length and chance</source>
        <translation>Länge und Zufall</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>Repeated phrases (DRY)</source>
        <translation>Wiederholte Wendungen (DRY)</translation>
    </message>
    <message>
        <source>Less obvious words (XTC)</source>
        <translation>Weniger naheliegende Wörter (XTC)</translation>
    </message>
    <message>
        <source>Sequence breakers</source>
        <translation>Folgenbrecher</translation>
    </message>
    <message>
        <source>Stop words and banned tokens</source>
        <translation>Stoppwörter und verbotene Tokens</translation>
    </message>
    <message>
        <source>Stop words</source>
        <translation>Stoppwörter</translation>
    </message>
    <message>
        <source>Token biases</source>
        <translation>Gewichtung von Tokens</translation>
    </message>
    <message>
        <source>A token&apos;s number, a colon, and what is added to its score, one a line: “1234: -100” bans it. hearth-cli tokenize shows the numbers.</source>
        <translation>Die Nummer eines Tokens, ein Doppelpunkt und was zu seiner Wertung kommt, eins je Zeile: „1234: -100“ verbietet es. hearth-cli tokenize zeigt die Nummern.</translation>
    </message>
    <message>
        <source>Save as default for this model</source>
        <translation>Als Vorgabe für dieses Modell speichern</translation>
    </message>
    <message>
        <source>Forget this model&apos;s defaults</source>
        <translation>Vorgaben dieses Modells vergessen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Reset all parameters of this chat</source>
        <translation>Alle Parameter dieses Chats zurücksetzen</translation>
    </message>
    <message>
        <source>Changes hold from the next answer on.</source>
        <translation>Änderungen gelten ab der nächsten Antwort.</translation>
    </message>
    <message>
        <source>Texts that end a phrase, one a line; %1 is a line break.</source>
        <translation>Texte, die eine Wendung beenden, einer je Zeile; %1 ist ein Zeilenumbruch.</translation>
    </message>
    <message>
        <source>The answer ends before any of these texts, one a line; %1 is a line break.</source>
        <translation>Die Antwort endet vor jedem dieser Texte, einer je Zeile; %1 ist ein Zeilenumbruch.</translation>
    </message>
</context>
<context>
    <name>SaveCode</name>
    <message>
        <source>Save the code</source>
        <translation>Code speichern</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>%1 selected</source>
        <translation>%1 ausgewählt</translation>
    </message>
    <message>
        <source>Pin or unpin them</source>
        <translation>Anheften oder lösen</translation>
    </message>
    <message>
        <source>Move them to a folder</source>
        <translation>In einen Ordner verschieben</translation>
    </message>
    <message>
        <source>Move them to the trash</source>
        <translation>In den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts auswählen</translation>
    </message>
</context>
<context>
    <name>SelectionLayer</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>Copy as plain text</source>
        <translation>Als reinen Text kopieren</translation>
    </message>
    <message>
        <source>Select the whole message</source>
        <translation>Ganze Nachricht auswählen</translation>
    </message>
</context>
<context>
    <name>SentFileChips</name>
    <message>
        <source>What the model was shown</source>
        <translation>Was dem Modell gezeigt wurde</translation>
    </message>
    <message>
        <source>Open a copy</source>
        <translation>Kopie öffnen</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>%1 speichern</translation>
    </message>
</context>
<context>
    <name>SettingChoice</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>ShortcutsSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Keys for commands</source>
        <translation>Tasten für Befehle</translation>
    </message>
    <message>
        <source>Switch all off</source>
        <translation>Alle ausschalten</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Neue Zeile</translation>
    </message>
    <message>
        <source>Stop the answer, stop editing, or back to the chat</source>
        <translation>Antwort anhalten, Bearbeiten beenden oder zurück zum Chat</translation>
    </message>
    <message>
        <source>Edit your last message</source>
        <translation>Letzte eigene Nachricht bearbeiten</translation>
    </message>
    <message>
        <source>Up in an empty box</source>
        <translation>Pfeil hoch im leeren Feld</translation>
    </message>
    <message>
        <source>Versions of the focused message</source>
        <translation>Versionen der markierten Nachricht</translation>
    </message>
    <message>
        <source>Left and Right</source>
        <translation>Links und Rechts</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Give all commands their own keys back</source>
        <translation>Allen Befehlen die eigenen Tasten zurückgeben</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Alle Chats durchsuchen</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>Temporärer Chat</translation>
    </message>
    <message>
        <source>Search results</source>
        <translation>Suchergebnisse</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>%1 chats</source>
        <translation>%1 Chats</translation>
    </message>
    <message>
        <source>Nothing found. Every word must occur in a message or a title.</source>
        <translation>Nichts gefunden. Jedes Wort muss in einer Nachricht oder einem Titel vorkommen.</translation>
    </message>
    <message>
        <source>Your chats will be listed here. They stay on this computer.</source>
        <translation>Hier werden Ihre Chats stehen. Sie bleiben auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
</context>
<context>
    <name>SidebarRow</name>
    <message>
        <source>Actions for “%1”</source>
        <translation>Aktionen für „%1“</translation>
    </message>
</context>
<context>
    <name>SmallerCopySheet</name>
    <message>
        <source>A smaller copy of %1</source>
        <translation>Eine kleinere Kopie von %1</translation>
    </message>
    <message>
        <source>The copy keeps every number of the model with fewer bits. It needs less memory and answers faster; down to about four bits you will hardly notice a difference, below that answers become weaker. The original stays as it is.</source>
        <translation>Die Kopie behält jede Zahl des Modells mit weniger Bits. Sie braucht weniger Arbeitsspeicher und antwortet schneller; bis hinab zu etwa vier Bits ist kaum ein Unterschied zu merken, darunter werden die Antworten schwächer. Das Original bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>100 % is the original: how likely the copy makes what the original would have written, word by word, on a short English text.</source>
        <translation>100 % ist das Original: für wie wahrscheinlich die Kopie hält, was das Original geschrieben hätte, Wort für Wort, an einem kurzen englischen Text.</translation>
    </message>
    <message>
        <source>Make the copy</source>
        <translation>Kopie anlegen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Measure what each keeps</source>
        <translation>Messen, was jede behält</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>A faster copy of %1</source>
        <translation>Eine schnellere Kopie von %1</translation>
    </message>
    <message>
        <source>This model is stored with so few bits that unpacking them takes many processors longer than reading more bits would. There a larger copy answers faster. It needs more memory and is no more precise than this file. The original stays as it is.</source>
        <translation>Dieses Modell ist mit so wenigen Bits gespeichert, dass viele Prozessoren zum Entpacken länger brauchen, als sie zum Lesen von mehr Bits bräuchten. Dort antwortet eine größere Kopie schneller. Sie braucht mehr Arbeitsspeicher und ist nicht genauer als diese Datei. Das Original bleibt, wie es ist.</translation>
    </message>
</context>
<context>
    <name>StartOverSheet</name>
    <message>
        <source>Start this download over?</source>
        <translation>Diesen Download neu beginnen?</translation>
    </message>
    <message>
        <source>What was received of %1 so far is deleted, and all of it is fetched again. To go on with what is here, try again instead.</source>
        <translation>Was von %1 schon da ist, wird gelöscht und alles neu geholt. Um damit weiterzumachen, versuchen Sie es stattdessen erneut.</translation>
    </message>
    <message>
        <source>Delete and start over</source>
        <translation>Löschen und neu beginnen</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>Behalten, was da ist</translation>
    </message>
</context>
<context>
    <name>StatisticsPage</name>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Answers that are kept on this computer</source>
        <translation>Antworten, die auf diesem Rechner liegen</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>A year</source>
        <translation>Ein Jahr</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>There is no answer in this time yet. Temporary chats are not counted.</source>
        <translation>In dieser Zeit gibt es noch keine Antwort. Temporäre Chats zählen nicht.</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Nach Modell</translation>
    </message>
    <message>
        <source>What it took</source>
        <translation>Was es brauchte</translation>
    </message>
    <message>
        <source>Compare with a price…</source>
        <translation>Mit einem Preis vergleichen…</translation>
    </message>
    <message>
        <source>Change the prices…</source>
        <translation>Preise ändern…</translation>
    </message>
</context>
<context>
    <name>StatisticsSection</name>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Figures under answers</source>
        <translation>Zahlen unter Antworten</translation>
    </message>
    <message>
        <source>When pointed at</source>
        <translation>Beim Daraufzeigen</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Price of a million tokens written</source>
        <translation>Preis von einer Million geschriebener Tokens</translation>
    </message>
    <message>
        <source>Elsewhere, to compare with. Leave it empty for no comparison.</source>
        <translation>Anderswo, zum Vergleich. Leer heißt: kein Vergleich.</translation>
    </message>
    <message>
        <source>Price of a million tokens read</source>
        <translation>Preis von einer Million gelesener Tokens</translation>
    </message>
    <message>
        <source>Price of a kilowatt-hour</source>
        <translation>Preis einer Kilowattstunde</translation>
    </message>
    <message>
        <source>Of your electricity.</source>
        <translation>Ihres Stroms.</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
</context>
<context>
    <name>StatisticsTile</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
</context>
<context>
    <name>StatsTab</name>
    <message>
        <source>The last answer</source>
        <translation>Die letzte Antwort</translation>
    </message>
    <message>
        <source>Its figures stand here once there is one.</source>
        <translation>Ihre Zahlen stehen hier, sobald es eine gibt.</translation>
    </message>
    <message>
        <source>All answers…</source>
        <translation>Alle Antworten…</translation>
    </message>
    <message>
        <source>Statistics of all answers</source>
        <translation>Statistik aller Antworten</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Offline · nothing leaves this computer</source>
        <translation>Offline · nichts verlässt diesen Rechner</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Private by construction</source>
        <translation>Von Grund auf privat</translation>
    </message>
    <message>
        <source>Chats are kept in</source>
        <translation>Chats liegen in</translation>
    </message>
    <message>
        <source>Hearth opens no network connection: the model runs here, and what you write stays in that file. Links open in your browser, and only when you say so.</source>
        <translation>Hearth öffnet keine Netzverbindung: Das Modell läuft hier, und was Sie schreiben, bleibt in dieser Datei. Links öffnen sich im Browser, und nur, wenn Sie es sagen.</translation>
    </message>
    <message>
        <source>Loading %1: %2 %3 %</source>
        <translation>%1 wird geladen: %2 %3 %</translation>
    </message>
    <message>
        <source>Hardware: %1</source>
        <translation>Hardware: %1</translation>
    </message>
    <message>
        <source>experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>Experts on the graphics card: %1</source>
        <translation>Experten auf der Grafikkarte: %1</translation>
    </message>
    <message>
        <source>context %1</source>
        <translation>Kontext %1</translation>
    </message>
    <message>
        <source>Context: %1 tokens</source>
        <translation>Kontext: %1 Tokens</translation>
    </message>
    <message>
        <source>The last answer</source>
        <translation>Die letzte Antwort</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>What happens when a message does not fit is chosen in the inspector; until then Hearth asks. The oldest messages would go first.</source>
        <translation>Was geschieht, wenn eine Nachricht nicht passt, wird im Inspektor gewählt; bis dahin fragt Hearth. Die ältesten Nachrichten gingen zuerst.</translation>
    </message>
    <message>
        <source>Private · the hub is asked when you ask</source>
        <translation>Privat · der Hub wird nur auf Wunsch gefragt</translation>
    </message>
    <message>
        <source>Private</source>
        <translation>Privat</translation>
    </message>
    <message>
        <source>The model runs here, and what you write stays in that file. You allowed %1 for the library: it is asked when you search or download, and for nothing else. Links open in your browser, and only when you say so.</source>
        <translation>Das Modell läuft hier, und was Sie schreiben, bleibt in dieser Datei. Für die Bibliothek ist %1 erlaubt: Es wird beim Suchen und Herunterladen gefragt und sonst nie. Links öffnen sich im Browser, und nur, wenn Sie es sagen.</translation>
    </message>
    <message>
        <source>See every request</source>
        <translation>Alle Anfragen ansehen</translation>
    </message>
</context>
<context>
    <name>SummaryNote</name>
    <message>
        <source>The model reads a summary of what stands above</source>
        <translation>Das Modell liest eine Zusammenfassung von dem, was darüber steht</translation>
    </message>
    <message>
        <source>%1, fold</source>
        <translation>%1, zuklappen</translation>
    </message>
    <message>
        <source>%1, unfold</source>
        <translation>%1, aufklappen</translation>
    </message>
    <message>
        <source>Forget the summary</source>
        <translation>Zusammenfassung vergessen</translation>
    </message>
</context>
<context>
    <name>SystemSection</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Tell me when an answer is ready</source>
        <translation>Melden, wenn eine Antwort fertig ist</translation>
    </message>
    <message>
        <source>Show the answer&apos;s beginning in the notification</source>
        <translation>Anfang der Antwort in der Benachrichtigung zeigen</translation>
    </message>
    <message>
        <source>Stay awake while Hearth works</source>
        <translation>Wach bleiben, während Hearth arbeitet</translation>
    </message>
    <message>
        <source>Keep running when the window is closed</source>
        <translation>Weiterlaufen, wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>When it took a while, or failed, and you are not looking at Hearth.</source>
        <translation>Wenn sie länger gedauert hat oder gescheitert ist und Hearth gerade nicht im Blick ist.</translation>
    </message>
    <message>
        <source>Whoever sees your screen can read it.</source>
        <translation>Wer Ihren Bildschirm sieht, kann ihn lesen.</translation>
    </message>
    <message>
        <source>The computer does not sleep while an answer is written or a model is downloaded.</source>
        <translation>Der Rechner schläft nicht, während eine Antwort geschrieben oder ein Modell heruntergeladen wird.</translation>
    </message>
    <message>
        <source>Hearth stays in the tray, its model stays loaded, and answers are finished.</source>
        <translation>Hearth bleibt im Infobereich, das Modell bleibt geladen, und Antworten werden beendet.</translation>
    </message>
</context>
<context>
    <name>TableBlock</name>
    <message>
        <source>Table, %1 columns, %2 rows</source>
        <translation>Tabelle, %1 Spalten, %2 Zeilen</translation>
    </message>
</context>
<context>
    <name>TextBlock</name>
    <message>
        <source>Done: %1</source>
        <translation>Erledigt: %1</translation>
    </message>
    <message>
        <source>To do: %1</source>
        <translation>Zu erledigen: %1</translation>
    </message>
</context>
<context>
    <name>Thinking</name>
    <message>
        <source>%1, fold</source>
        <translation>%1, zuklappen</translation>
    </message>
    <message>
        <source>%1, unfold</source>
        <translation>%1, aufklappen</translation>
    </message>
</context>
<context>
    <name>TrashSheet</name>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>Der Papierkorb ist leer.</translation>
    </message>
    <message>
        <source>Chats stay here for 30 days, then they are deleted for good.</source>
        <translation>Chats bleiben 30 Tage hier, dann werden sie endgültig gelöscht.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Restore “%1”</source>
        <translation>„%1“ wiederherstellen</translation>
    </message>
    <message>
        <source>Delete “%1” for good</source>
        <translation>„%1“ endgültig löschen</translation>
    </message>
    <message>
        <source>Delete this chat for good? Nothing can bring it back.</source>
        <translation>Diesen Chat endgültig löschen? Nichts bringt ihn zurück.</translation>
    </message>
    <message>
        <source>Delete %1 chats for good? Nothing can bring them back.</source>
        <translation>%1 Chats endgültig löschen? Nichts bringt sie zurück.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Empty the trash…</source>
        <translation>Papierkorb leeren…</translation>
    </message>
</context>
<context>
    <name>UsageBars</name>
    <message>
        <source>Tokens written</source>
        <translation>Geschriebene Tokens</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 Tok/s</translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 million</source>
        <translation>%1 Millionen</translation>
    </message>
    <message>
        <source>%1 billion</source>
        <translation>%1 Milliarden</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Byte</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>This Hearth was built without access to the desktop&apos;s keyring, and does not keep the token in a plain file; set HF_TOKEN in the environment instead.</source>
        <translation>Dieses Hearth wurde ohne Zugang zum Schlüsselbund gebaut und legt das Token nicht in einer offenen Datei ab; setzen Sie stattdessen HF_TOKEN in der Umgebung.</translation>
    </message>
</context>
<context>
    <name>WritingSection</name>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Pasted text becomes a file</source>
        <translation>Eingefügter Text wird zur Datei</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>2,000</source>
        <translation>2.000</translation>
    </message>
    <message>
        <source>8,000</source>
        <translation>8.000</translation>
    </message>
    <message>
        <source>From this many characters on, or 25 lines; it can be put back into the message.</source>
        <translation>Ab so vielen Zeichen oder 25 Zeilen; er lässt sich in die Nachricht zurücksetzen.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Application</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::AttachmentShelf</name>
    <message>
        <source>No program of this computer opens “%1”.</source>
        <translation>Kein Programm dieses Rechners öffnet „%1“.</translation>
    </message>
    <message>
        <source>No text is known of “%1”.</source>
        <translation>Von „%1“ ist kein Text bekannt.</translation>
    </message>
    <message>
        <source>The model was shown the whole text of this file.</source>
        <translation>Dem Modell wurde der ganze Text dieser Datei gezeigt.</translation>
    </message>
    <message>
        <source>The whole does not fit the model&apos;s context. It was shown %1 of the text: the beginning, and what fits your question best.</source>
        <translation>Das Ganze passt nicht in den Kontext des Modells. Gezeigt wurden ihm %1 des Textes: der Anfang und was am besten zur Frage passt.</translation>
    </message>
    <message>
        <source>Only files on this computer can be attached.</source>
        <translation>Nur Dateien auf diesem Rechner können angehängt werden.</translation>
    </message>
    <message>
        <source>“%1” is a folder. Attach the files in it.</source>
        <translation>„%1“ ist ein Ordner. Hängen Sie die Dateien darin an.</translation>
    </message>
    <message>
        <source>“%1” could not be opened: %2.</source>
        <translation>„%1“ konnte nicht geöffnet werden: %2.</translation>
    </message>
    <message>
        <source>“%1” is larger than 32 MB. Attach a part of it.</source>
        <translation>„%1“ ist größer als 32 MB. Hängen Sie einen Teil davon an.</translation>
    </message>
    <message>
        <source>This is an image, and no model that Hearth runs can see images yet.</source>
        <translation>Das ist ein Bild, und noch kann kein Modell, das in Hearth läuft, Bilder sehen.</translation>
    </message>
    <message>
        <source>Pasted text.txt</source>
        <translation>Eingefügter Text.txt</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Benchmark</name>
    <message>
        <source>Measured on %1: reads %2, writes %3 (%4 tokens written, on %5).</source>
        <translation>Gemessen am %1: liest %2, schreibt %3 (%4 Tokens geschrieben, auf %5).</translation>
    </message>
    <message>
        <source>Reading a text and writing %1 tokens…</source>
        <translation>Ein Text wird gelesen, %1 Tokens werden geschrieben…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ChatController</name>
    <message>
        <source>This does not fit: more than %1 tokens, and the model can hold %2. The %3 oldest messages would be left out.</source>
        <translation>Das passt nicht: mehr als %1 Tokens, und das Modell fasst %2. Die %3 ältesten Nachrichten würden weggelassen.</translation>
    </message>
    <message>
        <source>This does not fit: %1 tokens, and the model can hold %2.</source>
        <translation>Das passt nicht: %1 Tokens, und das Modell fasst %2.</translation>
    </message>
    <message>
        <source> The oldest message would be left out: “%1”.</source>
        <translation> Die älteste Nachricht würde weggelassen: „%1“.</translation>
    </message>
    <message>
        <source> The %1 oldest messages would be left out, from “%2” to “%3”.</source>
        <translation> Die %1 ältesten Nachrichten würden weggelassen, von „%2“ bis „%3“.</translation>
    </message>
    <message>
        <source>Reading %1 of %2 tokens</source>
        <translation>Liest %1 von %2 Tokens</translation>
    </message>
    <message>
        <source>The answer ends here because the model&apos;s context is full.</source>
        <translation>Die Antwort endet hier, weil der Kontext des Modells voll ist.</translation>
    </message>
    <message>
        <source>The answer was cut at the longest length that is allowed.</source>
        <translation>Die Antwort wurde bei der größten erlaubten Länge abgeschnitten.</translation>
    </message>
    <message>
        <source>%1 (fork)</source>
        <translation>%1 (Abzweigung)</translation>
    </message>
    <message>
        <source>Nothing was sent. Shorten your message, begin a new chat, or choose in the inspector what shall happen when the context is full.</source>
        <translation>Nichts wurde gesendet. Kürzen Sie die Nachricht, beginnen Sie einen neuen Chat oder wählen Sie im Inspektor, was bei vollem Kontext geschehen soll.</translation>
    </message>
    <message>
        <source>Summarising %1…</source>
        <translation>%1 werden zusammengefasst…</translation>
    </message>
    <message>
        <source>message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>The oldest messages could not be summarised: %1</source>
        <translation>Die ältesten Nachrichten konnten nicht zusammengefasst werden: %1</translation>
    </message>
    <message>
        <source>This chat was last answered by %1.</source>
        <translation>In diesem Chat hat zuletzt %1 geantwortet.</translation>
    </message>
    <message>
        <source>The preset of this chat is meant for %1.</source>
        <translation>Die Voreinstellung dieses Chats ist für %1 gedacht.</translation>
    </message>
    <message>
        <source>Chats in this folder begin with %1.</source>
        <translation>Chats in diesem Ordner beginnen mit %1.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ChatLibrary</name>
    <message>
        <source>Renamed to “%1”</source>
        <translation>Umbenannt in „%1“</translation>
    </message>
    <message>
        <source>The chat was pinned</source>
        <translation>Der Chat wurde angeheftet</translation>
    </message>
    <message>
        <source>%1 chats were pinned</source>
        <translation>%1 Chats wurden angeheftet</translation>
    </message>
    <message>
        <source>The chat was unpinned</source>
        <translation>Der Chat ist nicht mehr angeheftet</translation>
    </message>
    <message>
        <source>%1 chats were unpinned</source>
        <translation>%1 Chats sind nicht mehr angeheftet</translation>
    </message>
    <message>
        <source>The chat was moved</source>
        <translation>Der Chat wurde verschoben</translation>
    </message>
    <message>
        <source>%1 chats were moved</source>
        <translation>%1 Chats wurden verschoben</translation>
    </message>
    <message>
        <source>The chat was moved to the trash</source>
        <translation>Der Chat wurde in den Papierkorb verschoben</translation>
    </message>
    <message>
        <source>%1 chats were moved to the trash</source>
        <translation>%1 Chats wurden in den Papierkorb verschoben</translation>
    </message>
    <message>
        <source>The chat was restored</source>
        <translation>Der Chat wurde wiederhergestellt</translation>
    </message>
    <message>
        <source>%1 chats were restored</source>
        <translation>%1 Chats wurden wiederhergestellt</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>A folder was made</source>
        <translation>Ein Ordner wurde angelegt</translation>
    </message>
    <message>
        <source>The folder was moved</source>
        <translation>Der Ordner wurde verschoben</translation>
    </message>
    <message>
        <source>The folder was deleted; its chats are still there</source>
        <translation>Der Ordner wurde gelöscht; seine Chats sind noch da</translation>
    </message>
    <message>
        <source>The folder was restored</source>
        <translation>Der Ordner wurde wiederhergestellt</translation>
    </message>
    <message>
        <source>The folder&apos;s settings were saved</source>
        <translation>Die Einstellungen des Ordners wurden gespeichert</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::CodeSaver</name>
    <message>
        <source>The code could not be saved to %1: %2. Choose another folder.</source>
        <translation>Der Code konnte nicht in %1 gespeichert werden: %2. Wählen Sie einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ContextBar</name>
    <message>
        <source>What you are writing</source>
        <translation>Was Sie gerade schreiben</translation>
    </message>
    <message>
        <source>%1 earlier turns</source>
        <translation>%1 frühere Beiträge</translation>
    </message>
    <message>
        <source>Instructions and summary</source>
        <translation>Anweisungen und Zusammenfassung</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>Anweisungen</translation>
    </message>
    <message>
        <source>Marks of the chat template</source>
        <translation>Zeichen der Chatvorlage</translation>
    </message>
    <message>
        <source>Kept free for the answer</source>
        <translation>Für die Antwort frei gehalten</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>%1 of %2 tokens, and %3 kept free for the answer.</source>
        <translation>%1 von %2 Tokens, und %3 für die Antwort frei gehalten.</translation>
    </message>
    <message>
        <source>%1 tokens, and %2 for the answer: more than the model&apos;s %3.</source>
        <translation>%1 Tokens und %2 für die Antwort: mehr als die %3 des Modells.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ContextMeter</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>With what you are writing</source>
        <translation>Mit dem, was Sie gerade schreiben</translation>
    </message>
    <message>
        <source>This conversation</source>
        <translation>Dieses Gespräch</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>The model can hold</source>
        <translation>Das Modell fasst</translation>
    </message>
    <message>
        <source>Left for answers</source>
        <translation>Frei für Antworten</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ConversationListModel</name>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Diese Woche</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Diesen Monat</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::DesktopSession</name>
    <message>
        <source>Writing an answer</source>
        <translation>Eine Antwort wird geschrieben</translation>
    </message>
    <message>
        <source>Downloading a model</source>
        <translation>Ein Modell wird heruntergeladen</translation>
    </message>
    <message>
        <source>An answer could not be finished</source>
        <translation>Eine Antwort konnte nicht beendet werden</translation>
    </message>
    <message>
        <source>Your answer is ready</source>
        <translation>Die Antwort ist fertig</translation>
    </message>
    <message>
        <source>Click to read it.</source>
        <translation>Zum Lesen klicken.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::DownloadList</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>waiting until the hub may be asked</source>
        <translation>wartet, bis der Hub gefragt werden darf</translation>
    </message>
    <message>
        <source>waiting its turn</source>
        <translation>wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>checked as it comes</source>
        <translation>wird beim Empfang geprüft</translation>
    </message>
    <message>
        <source>beginning</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>tries again by itself</source>
        <translation>versucht es von selbst erneut</translation>
    </message>
    <message>
        <source>checking the last of it</source>
        <translation>der Rest wird geprüft</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>ready, checksum correct</source>
        <translation>bereit, Prüfsumme richtig</translation>
    </message>
    <message>
        <source>ready; the hub states no checksum</source>
        <translation>bereit; der Hub nennt keine Prüfsumme</translation>
    </message>
    <message>
        <source>size not known yet</source>
        <translation>Größe noch nicht bekannt</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Downloading · %1/s</source>
        <translation>Lädt herunter · %1/s</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Lädt herunter</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>%1 MB/s</source>
        <translation>%1 MB/s</translation>
    </message>
    <message>
        <source>%1 free on this disk</source>
        <translation>%1 frei auf dieser Platte</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE is set for this computer: the download stays where it is.</source>
        <translation>HF_HUB_OFFLINE ist auf diesem Rechner gesetzt: Der Download bleibt, wo er ist.</translation>
    </message>
    <message>
        <source>Hearth works offline, and the download stays where it is. Asking the hub can be allowed again in the settings, under Models and downloads.</source>
        <translation>Hearth arbeitet offline, und der Download bleibt, wo er ist. In den Einstellungen unter „Modelle und Downloads“ lässt sich das Fragen wieder erlauben.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::EnergyWatch</name>
    <message>
        <source>processor and graphics card</source>
        <translation>Prozessor und Grafikkarte</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ExchangeController</name>
    <message>
        <source>Stopped. What was imported until then stays.</source>
        <translation>Angehalten. Was bis dahin importiert wurde, bleibt.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Reading… %1 chats so far</source>
        <translation>Wird gelesen… bisher %1 Chats</translation>
    </message>
    <message>
        <source>%1 of %2 chats</source>
        <translation>%1 von %2 Chats</translation>
    </message>
    <message>
        <source>This chat</source>
        <translation>Dieser Chat</translation>
    </message>
    <message>
        <source>This folder</source>
        <translation>Dieser Ordner</translation>
    </message>
    <message>
        <source>All chats</source>
        <translation>Alle Chats</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>for notes and editors</source>
        <translation>für Notizen und Editoren</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>Webseite</translation>
    </message>
    <message>
        <source>one file that any browser shows</source>
        <translation>eine Datei, die jeder Browser zeigt</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>for printing and passing on</source>
        <translation>zum Drucken und Weitergeben</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Reiner Text</translation>
    </message>
    <message>
        <source>as it was written</source>
        <translation>wie es geschrieben wurde</translation>
    </message>
    <message>
        <source>Hearth chats %1</source>
        <translation>Hearth-Chats %1</translation>
    </message>
    <message>
        <source>Untitled chat</source>
        <translation>Chat ohne Titel</translation>
    </message>
    <message>
        <source>Choose a place on this computer to export to.</source>
        <translation>Wählen Sie für den Export einen Ort auf diesem Rechner.</translation>
    </message>
    <message>
        <source>There is no chat to export.</source>
        <translation>Es gibt keinen Chat zum Exportieren.</translation>
    </message>
    <message>
        <source>One chat was exported.</source>
        <translation>Ein Chat wurde exportiert.</translation>
    </message>
    <message>
        <source>%1 chats were exported.</source>
        <translation>%1 Chats wurden exportiert.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>There is nothing new in it.</source>
        <translation>Es ist nichts Neues darin.</translation>
    </message>
    <message>
        <source>Nothing was imported.</source>
        <translation>Nichts wurde importiert.</translation>
    </message>
    <message>
        <source>One chat with %1 messages will be imported into %2.</source>
        <translation>Ein Chat mit %1 Nachrichten wird in %2 importiert.</translation>
    </message>
    <message>
        <source>%1 chats with %2 messages will be imported into %3.</source>
        <translation>%1 Chats mit %2 Nachrichten werden in %3 importiert.</translation>
    </message>
    <message>
        <source>One chat is now in %1.</source>
        <translation>Ein Chat ist jetzt in %1.</translation>
    </message>
    <message>
        <source>%1 chats are now in %2.</source>
        <translation>%1 Chats sind jetzt in %2.</translation>
    </message>
    <message>
        <source>Already in Hearth: %1.</source>
        <translation>Schon in Hearth: %1.</translation>
    </message>
    <message>
        <source>Without a message, left out: %1.</source>
        <translation>Ohne Nachricht, weggelassen: %1.</translation>
    </message>
    <message>
        <source>With problems, left out: %1.</source>
        <translation>Mit Problemen, weggelassen: %1.</translation>
    </message>
    <message>
        <source>Choose a file or a folder on this computer.</source>
        <translation>Wählen Sie eine Datei oder einen Ordner auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Backup (Hearth JSON)</source>
        <translation>Sicherung (Hearth-JSON)</translation>
    </message>
    <message>
        <source>everything: all versions and the thinking; can be imported again</source>
        <translation>alles: sämtliche Fassungen und das Denken; kann wieder importiert werden</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ExpertMapItem</name>
    <message>
        <source>on the graphics card</source>
        <translation>auf der Grafikkarte</translation>
    </message>
    <message>
        <source>in memory</source>
        <translation>im Arbeitsspeicher</translation>
    </message>
    <message>
        <source>on disk</source>
        <translation>auf der Platte</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>used by the newest token</source>
        <translation>vom neuesten Token benutzt</translation>
    </message>
    <message>
        <source>used a moment ago</source>
        <translation>eben benutzt</translation>
    </message>
    <message>
        <source>used a while ago</source>
        <translation>vor einer Weile benutzt</translation>
    </message>
    <message>
        <source>not used lately</source>
        <translation>länger nicht benutzt</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Layer %1, expert %2: %3</source>
        <translation>Schicht %1, Experte %2: %3</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::FitDesk</name>
    <message>
        <source>%1 of free memory</source>
        <translation>%1 freier Arbeitsspeicher</translation>
    </message>
    <message>
        <source>No graphics card in use · %1</source>
        <translation>Keine Grafikkarte in Gebrauch · %1</translation>
    </message>
    <message>
        <source>%1 with %2 · %3</source>
        <translation>%1 mit %2 · %3</translation>
    </message>
    <message>
        <source>Models of up to about %1 billion parameters run on the processor; the smaller, the faster.</source>
        <translation>Modelle bis etwa %1 Milliarden Parameter laufen auf dem Prozessor; je kleiner, desto schneller.</translation>
    </message>
    <message>
        <source>Models of up to about %1 billion parameters fit on the graphics card, and those made of experts up to about %2 billion together with the memory.</source>
        <translation>Modelle bis etwa %1 Milliarden Parameter passen auf die Grafikkarte, solche aus Experten zusammen mit dem Arbeitsspeicher bis etwa %2 Milliarden.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>%1k</source>
        <translation>%1k</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>über %1</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::FoundModels</name>
    <message>
        <source>comes with Hearth</source>
        <translation>kommt mit Hearth</translation>
    </message>
    <message>
        <source>%1 is not a folder on this computer.</source>
        <translation>%1 ist kein Ordner auf diesem Rechner.</translation>
    </message>
    <message>
        <source>downloads go here</source>
        <translation>Downloads gehen hierher</translation>
    </message>
    <message>
        <source>added by you</source>
        <translation>von Ihnen hinzugefügt</translation>
    </message>
    <message>
        <source>added by you; not there at the moment</source>
        <translation>von Ihnen hinzugefügt; zurzeit nicht da</translation>
    </message>
    <message>
        <source>%1, only read</source>
        <translation>%1, nur gelesen</translation>
    </message>
    <message>
        <source>Cannot be loaded</source>
        <translation>Nicht ladbar</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>Modelle werden gesucht…</translation>
    </message>
    <message>
        <source>No models were found on this computer yet.</source>
        <translation>Auf diesem Rechner wurden noch keine Modelle gefunden.</translation>
    </message>
    <message>
        <source>model on this computer</source>
        <translation>Modell auf diesem Rechner</translation>
    </message>
    <message>
        <source>models on this computer</source>
        <translation>Modelle auf diesem Rechner</translation>
    </message>
    <message>
        <source>It comes with Hearth and takes next to no room.</source>
        <translation>Es kommt mit Hearth und braucht kaum Platz.</translation>
    </message>
    <message>
        <source>It belongs to %1. Hearth only reads it; delete it there.</source>
        <translation>Es gehört %1. Hearth liest es nur; löschen Sie es dort.</translation>
    </message>
    <message>
        <source>Its file lies outside of the folders that you gave to Hearth: %1.</source>
        <translation>Seine Datei liegt außerhalb der Ordner, die Hearth gegeben wurden: %1.</translation>
    </message>
    <message>
        <source>%1 could not be moved to the trash: is its folder writable, and is there a trash on that disk? Nothing was deleted.</source>
        <translation>%1 konnte nicht in den Papierkorb verschoben werden: Ist sein Ordner beschreibbar, und gibt es auf dieser Platte einen Papierkorb? Nichts wurde gelöscht.</translation>
    </message>
    <message>
        <source>%1 could not be brought back; it is still in the trash.</source>
        <translation>%1 konnte nicht zurückgeholt werden; es ist noch im Papierkorb.</translation>
    </message>
    <message>
        <source>It is a whole folder, and Hearth deletes folders only where its own downloads are. Delete it with the file manager if you no longer need it.</source>
        <translation>Es ist ein ganzer Ordner, und Hearth löscht Ordner nur dort, wo seine eigenen Downloads liegen. Löschen Sie ihn mit der Dateiverwaltung, wenn Sie ihn nicht mehr brauchen.</translation>
    </message>
    <message>
        <source>Its files lie outside of its folder: %1. Delete it with the file manager.</source>
        <translation>Seine Dateien liegen außerhalb seines Ordners: %1. Löschen Sie es mit der Dateiverwaltung.</translation>
    </message>
    <message>
        <source>Its folder also holds “%1”, which is not part of the model. Move that elsewhere, or delete the folder with the file manager.</source>
        <translation>Sein Ordner enthält auch „%1“, das nicht zum Modell gehört. Verschieben Sie es anderswohin, oder löschen Sie den Ordner mit der Dateiverwaltung.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::HardwareController</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>the best graphics card, where there is one</source>
        <translation>die beste Grafikkarte, falls vorhanden</translation>
    </message>
    <message>
        <source>computes on the processor, slower than “Processor only”; for tests</source>
        <translation>rechnet auf dem Prozessor, langsamer als „Nur Prozessor“; für Tests</translation>
    </message>
    <message>
        <source>cannot be used: %1</source>
        <translation>nicht nutzbar: %1</translation>
    </message>
    <message>
        <source>not found on this computer now</source>
        <translation>auf diesem Rechner derzeit nicht gefunden</translation>
    </message>
    <message>
        <source>your choice</source>
        <translation>Ihre Wahl</translation>
    </message>
    <message>
        <source>Processor only</source>
        <translation>Nur Prozessor</translation>
    </message>
    <message>
        <source>nothing is put on a graphics card</source>
        <translation>nichts kommt auf eine Grafikkarte</translation>
    </message>
    <message>
        <source>Looking for graphics cards…</source>
        <translation>Grafikkarten werden gesucht…</translation>
    </message>
    <message>
        <source>No graphics card was found: %1.</source>
        <translation>Keine Grafikkarte gefunden: %1.</translation>
    </message>
    <message>
        <source>No graphics card with Vulkan was found on this computer.</source>
        <translation>Auf diesem Rechner wurde keine Grafikkarte mit Vulkan gefunden.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>now %1 of %2</source>
        <translation>jetzt %1 von %2</translation>
    </message>
    <message>
        <source>There is no graphics card to choose for.</source>
        <translation>Es gibt keine Grafikkarte, für die zu wählen wäre.</translation>
    </message>
    <message>
        <source>Holds when a model runs on the graphics card.</source>
        <translation>Gilt, wenn ein Modell auf der Grafikkarte läuft.</translation>
    </message>
    <message>
        <source>When other programs need more of it, experts make room; when it is free again, they come back.</source>
        <translation>Brauchen andere Programme mehr davon, machen Experten Platz; wird er wieder frei, kommen sie zurück.</translation>
    </message>
    <message>
        <source>Holds at once: experts leave the card or come back, and the model stays loaded.</source>
        <translation>Gilt sofort: Experten verlassen die Karte oder kommen zurück, und das Modell bleibt geladen.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>Conversation cache</source>
        <translation>Gesprächscache</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Andere Programme</translation>
    </message>
    <message>
        <source>Free, at most</source>
        <translation>Frei, höchstens</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>the driver does not tell</source>
        <translation>der Treiber sagt es nicht</translation>
    </message>
    <message>
        <source>on the graphics card</source>
        <translation>auf der Grafikkarte</translation>
    </message>
    <message>
        <source>in memory</source>
        <translation>im Arbeitsspeicher</translation>
    </message>
    <message>
        <source>on disk</source>
        <translation>auf der Platte</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>no answer yet since the model was loaded</source>
        <translation>noch keine Antwort, seit das Modell geladen wurde</translation>
    </message>
    <message>
        <source>limit of this computer: %1</source>
        <translation>Grenze dieses Rechners: %1</translation>
    </message>
    <message>
        <source>the limit of this computer is not measured yet</source>
        <translation>die Grenze dieses Rechners ist noch nicht gemessen</translation>
    </message>
    <message>
        <source>Expert hits</source>
        <translation>Expertentreffer</translation>
    </message>
    <message>
        <source>this model has no experts</source>
        <translation>dieses Modell hat keine Experten</translation>
    </message>
    <message>
        <source>no graphics card is in use</source>
        <translation>keine Grafikkarte in Gebrauch</translation>
    </message>
    <message>
        <source>no experts are on the card</source>
        <translation>keine Experten auf der Karte</translation>
    </message>
    <message>
        <source>of the last %1 tokens</source>
        <translation>der letzten %1 Tokens</translation>
    </message>
    <message>
        <source>Read per token</source>
        <translation>Gelesen je Token</translation>
    </message>
    <message>
        <source>the first answer shows who reads how much</source>
        <translation>die erste Antwort zeigt, wer wie viel liest</translation>
    </message>
    <message>
        <source>%1 by the card</source>
        <translation>%1 von der Karte</translation>
    </message>
    <message>
        <source>%1 by the processor</source>
        <translation>%1 vom Prozessor</translation>
    </message>
    <message>
        <source>%1 from disk</source>
        <translation>%1 von der Platte</translation>
    </message>
    <message>
        <source>all of it on the graphics card</source>
        <translation>alles auf der Grafikkarte</translation>
    </message>
    <message>
        <source>all of it by the processor</source>
        <translation>alles vom Prozessor</translation>
    </message>
    <message>
        <source>On a graphics card</source>
        <translation>Auf einer Grafikkarte</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>the processor does all the work</source>
        <translation>der Prozessor macht die ganze Arbeit</translation>
    </message>
    <message>
        <source>none wait on disk</source>
        <translation>keine warten auf der Platte</translation>
    </message>
    <message>
        <source>%1 wait on disk</source>
        <translation>%1 warten auf der Platte</translation>
    </message>
    <message>
        <source>Experts in memory</source>
        <translation>Experten im Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Layers on the card</source>
        <translation>Schichten auf der Karte</translation>
    </message>
    <message>
        <source>the whole model</source>
        <translation>das ganze Modell</translation>
    </message>
    <message>
        <source>the processor computes %1</source>
        <translation>der Prozessor rechnet %1</translation>
    </message>
    <message>
        <source>Experts on the card</source>
        <translation>Experten auf der Karte</translation>
    </message>
    <message>
        <source>and all other weights</source>
        <translation>und alle anderen Gewichte</translation>
    </message>
    <message>
        <source>with %1 of %2 layers</source>
        <translation>mit %1 von %2 Schichten</translation>
    </message>
    <message>
        <source>No model is loaded, so there is nothing to show yet.</source>
        <translation>Kein Modell ist geladen, also gibt es noch nichts zu zeigen.</translation>
    </message>
    <message>
        <source>%1 is being loaded.</source>
        <translation>%1 wird geladen.</translation>
    </message>
    <message>
        <source>%1 runs on %2.</source>
        <translation>%1 läuft auf %2.</translation>
    </message>
    <message>
        <source>This model has no experts: every token reads all of its weights, so there is no map of hot and cold ones.</source>
        <translation>Dieses Modell hat keine Experten: Jedes Token liest alle Gewichte, darum gibt es keine Karte der heißen und kalten.</translation>
    </message>
    <message>
        <source>You chose the processor for it below.</source>
        <translation>Unten ist der Prozessor dafür gewählt.</translation>
    </message>
    <message>
        <source>This model is so small (%1) that the processor is enough for it.</source>
        <translation>Dieses Modell ist so klein (%1), dass der Prozessor dafür genügt.</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>A graphics card with Vulkan 1.2 would make it faster: one with %1 would hold all of it; with less, the experts your conversation is using go on the card, and the others stay in memory.</source>
        <translation>Eine Grafikkarte mit Vulkan 1.2 würde es beschleunigen: Eine mit %1 fasste alles; mit weniger kommen die Experten, die das Gespräch gerade braucht, auf die Karte, die anderen bleiben im Arbeitsspeicher.</translation>
    </message>
    <message>
        <source>A graphics card with Vulkan 1.2 would make it faster: one with %1 would hold all of it; with less, as many layers as fit go on the card.</source>
        <translation>Eine Grafikkarte mit Vulkan 1.2 würde es beschleunigen: Eine mit %1 fasste alles; mit weniger kommen so viele Schichten auf die Karte, wie passen.</translation>
    </message>
    <message>
        <source>Graphics memory · %1</source>
        <translation>Grafikspeicher · %1</translation>
    </message>
    <message>
        <source>Hearth uses %1 and may use %2</source>
        <translation>Hearth nutzt %1 und darf %2 nutzen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Layers · %1 of %2 on the graphics card</source>
        <translation>Schichten · %1 von %2 auf der Grafikkarte</translation>
    </message>
    <message>
        <source>Experts · %1 of %2</source>
        <translation>Experten · %1 zu %2</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>the stronger the colour, the more recently used</source>
        <translation>je kräftiger die Farbe, desto kürzer her</translation>
    </message>
    <message>
        <source>the first answer shows which are used</source>
        <translation>die erste Antwort zeigt, welche benutzt werden</translation>
    </message>
    <message>
        <source>which are used is followed on a graphics card</source>
        <translation>welche benutzt werden, wird auf einer Grafikkarte verfolgt</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Map of the experts, %1 of %2: %3</source>
        <translation>Karte der Experten, %1 zu %2: %3</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 Treffer</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::HubAccess</name>
    <message>
        <source>A token is kept in the keyring. It is sent to %1 and to nobody else.</source>
        <translation>Im Schlüsselbund liegt ein Token. Es wird an %1 gesendet und an niemanden sonst.</translation>
    </message>
    <message>
        <source>The token that other tools left on this computer is used, for %1 alone.</source>
        <translation>Das Token, das andere Werkzeuge auf diesem Rechner hinterlassen haben, wird benutzt, nur für %1.</translation>
    </message>
    <message>
        <source>Needed only for models whose publisher asks for consent first. It goes into the keyring, never into a file of Hearth&apos;s.</source>
        <translation>Nur nötig für Modelle, deren Herausgeber zuerst Zustimmung verlangt. Es kommt in den Schlüsselbund, nie in eine Datei von Hearth.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1 wird gefragt…</translation>
    </message>
    <message>
        <source>The token works; it belongs to %1.</source>
        <translation>Das Token gilt; es gehört %1.</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>%1, %2 received</source>
        <translation>%1, %2 empfangen</translation>
    </message>
    <message>
        <source>, with your token</source>
        <translation>, mit Ihrem Token</translation>
    </message>
    <message>
        <source>Nothing was sent since Hearth was started.</source>
        <translation>Seit dem Start von Hearth wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>%1 since Hearth was started, newest first.</source>
        <translation>%1 seit dem Start von Hearth, neueste zuerst.</translation>
    </message>
    <message>
        <source>request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>Anfragen</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::HubSearch</name>
    <message>
        <source>%1 downloads</source>
        <translation>%1 Downloads</translation>
    </message>
    <message>
        <source>Trending</source>
        <translation>Im Trend</translation>
    </message>
    <message>
        <source>Most downloaded</source>
        <translation>Am meisten geladen</translation>
    </message>
    <message>
        <source>Most liked</source>
        <translation>Am beliebtesten</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Asks for consent</source>
        <translation>Verlangt Zustimmung</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::InspectorController</name>
    <message>
        <source>The makers of %1 advise against a system prompt: put instructions into your message instead.</source>
        <translation>Die Entwickler von %1 raten von einem System-Prompt ab: Schreiben Sie Anweisungen lieber in die Nachricht.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>repetition penalty</source>
        <translation>Strafe für Wiederholung</translation>
    </message>
    <message>
        <source>no system prompt</source>
        <translation>kein System-Prompt</translation>
    </message>
    <message>
        <source>Recommended for %1: %2.</source>
        <translation>Empfohlen für %1: %2.</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Denken</translation>
    </message>
    <message>
        <source>The model thinks before it answers: slower, and better at hard questions.</source>
        <translation>Das Modell denkt nach, bevor es antwortet: langsamer, und besser bei schweren Fragen.</translation>
    </message>
    <message>
        <source>A setting of this model&apos;s chat template.</source>
        <translation>Eine Einstellung der Chatvorlage dieses Modells.</translation>
    </message>
    <message>
        <source>As the model has it</source>
        <translation>Wie es das Modell vorgibt</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::KeptChats</name>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>Nothing is kept at the moment.</source>
        <translation>Zurzeit ist nichts gespeichert.</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s), %1</source>
        <translation>
            <numerusform>%n Chat, %1</numerusform>
            <numerusform>%n Chats, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Language</name>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::LibraryController</name>
    <message>
        <source>Chosen by hand, as of %1. Reading this list sends nothing.</source>
        <translation>Von Hand ausgewählt, Stand %1. Diese Liste zu lesen sendet nichts.</translation>
    </message>
    <message>
        <source>%1, %2 active</source>
        <translation>%1, %2 aktiv</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>That link belongs to %1, but Hearth asks %2. The hub can be changed in the settings.</source>
        <translation>Dieser Link gehört zu %1, Hearth fragt aber %2. Der Hub lässt sich in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>This model is in use. Choose another one first.</source>
        <translation>Dieses Modell ist in Gebrauch. Wählen Sie zuerst ein anderes.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::MessageItem</name>
    <message>
        <source>token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>%1 s to first</source>
        <translation>%1 s bis zum ersten</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 Treffer</translation>
    </message>
    <message>
        <source>The model did not read the oldest message: it did not fit any more.</source>
        <translation>Das Modell hat die älteste Nachricht nicht gelesen: Sie passte nicht mehr.</translation>
    </message>
    <message>
        <source>The model did not read the %1 oldest messages: they did not fit any more.</source>
        <translation>Das Modell hat die %1 ältesten Nachrichten nicht gelesen: Sie passten nicht mehr.</translation>
    </message>
    <message>
        <source>%1 guessed</source>
        <translation>%1 vorausgeraten</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ModelController</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Zahlenformat</translation>
    </message>
    <message>
        <source>Context in use</source>
        <translation>Kontext in Gebrauch</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>Context as trained</source>
        <translation>Kontext im Training</translation>
    </message>
    <message>
        <source>The file is no longer there</source>
        <translation>Die Datei ist nicht mehr da</translation>
    </message>
    <message>
        <source>Tiny demonstration model · %1</source>
        <translation>Winziges Vorführmodell · %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folder · %1</source>
        <translation>Ordner · %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ModelDetail</name>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 Parameter</translation>
    </message>
    <message>
        <source>%1 parameters, %2 active per token</source>
        <translation>%1 Parameter, %2 je Token aktiv</translation>
    </message>
    <message>
        <source>as trained</source>
        <translation>wie trainiert</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>ausgewogen</translation>
    </message>
    <message>
        <source>tiny, poor</source>
        <translation>winzig, dürftig</translation>
    </message>
    <message>
        <source>small, loses quality</source>
        <translation>klein, verliert an Güte</translation>
    </message>
    <message>
        <source>small</source>
        <translation>klein</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>very good</source>
        <translation>sehr gut</translation>
    </message>
    <message>
        <source>best, nearly lossless</source>
        <translation>am besten, fast verlustfrei</translation>
    </message>
    <message>
        <source>%1k context</source>
        <translation>%1k Kontext</translation>
    </message>
    <message>
        <source>licence not confirmed</source>
        <translation>Lizenz nicht bestätigt</translation>
    </message>
    <message>
        <source>its publisher asks for consent first</source>
        <translation>der Herausgeber verlangt zuerst Zustimmung</translation>
    </message>
    <message>
        <source>This repository has no GGUF files. Many publishers keep them in another one, with GGUF in its name.</source>
        <translation>Dieses Repository hat keine GGUF-Dateien. Viele Herausgeber halten sie in einem anderen mit GGUF im Namen.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>, %1 bits per weight</source>
        <translation>, %1 Bit je Gewicht</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Zahlenformat</translation>
    </message>
    <message>
        <source>Context as trained</source>
        <translation>Kontext im Training</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>Chatvorlage</translation>
    </message>
    <message>
        <source>in the file</source>
        <translation>in der Datei</translation>
    </message>
    <message>
        <source>none; a plain one is used</source>
        <translation>keine; eine einfache wird benutzt</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>Gefunden in</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Also at</source>
        <translation>Auch in</translation>
    </message>
    <message>
        <source>Cannot be loaded</source>
        <translation>Nicht ladbar</translation>
    </message>
    <message>
        <source>size at the hub</source>
        <translation>Größe auf dem Hub</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>%1 herunterladen</translation>
    </message>
    <message>
        <source>The repository lacks parts of this model. Choose another file.</source>
        <translation>Dem Repository fehlen Teile dieses Modells. Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>The download stopped; see below.</source>
        <translation>Der Download wurde abgebrochen; siehe unten.</translation>
    </message>
    <message>
        <source>It is in the list of downloads.</source>
        <translation>Es steht in der Liste der Downloads.</translation>
    </message>
    <message>
        <source>This file is on this computer.</source>
        <translation>Diese Datei ist auf diesem Rechner.</translation>
    </message>
    <message>
        <source>%1 no longer has the file %2. Open its page to see what took its place.</source>
        <translation>%1 hat die Datei %2 nicht mehr. Öffnen Sie die Seite, um zu sehen, was an ihre Stelle trat.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>in the folder</source>
        <translation>im Ordner</translation>
    </message>
    <message>
        <source>Make a smaller copy…</source>
        <translation>Kleinere Kopie anlegen…</translation>
    </message>
    <message>
        <source>Its weights are stored with about %1 bits each. It runs as it is; a copy in a larger form answers faster on many processors, but needs more memory and is no more precise than this file.</source>
        <translation>Seine Gewichte sind mit je etwa %1 Bit gespeichert. Es läuft, wie es ist; eine Kopie in einer größeren Form antwortet auf vielen Prozessoren schneller, braucht aber mehr Arbeitsspeicher und ist nicht genauer als diese Datei.</translation>
    </message>
    <message>
        <source>%1 runs as it is; a larger copy answers faster on many processors.</source>
        <translation>%1 läuft, wie es ist; eine größere Kopie antwortet auf vielen Prozessoren schneller.</translation>
    </message>
    <message>
        <source>Make a faster copy…</source>
        <translation>Schnellere Kopie anlegen…</translation>
    </message>
    <message>
        <source>Its weights are stored with about %1 bits each. It runs as it is.</source>
        <translation>Seine Gewichte sind mit je etwa %1 Bit gespeichert. Es läuft, wie es ist.</translation>
    </message>
    <message>
        <source>This is the model as its makers published it. It runs as it is.</source>
        <translation>Dies ist das Modell, wie seine Hersteller es veröffentlicht haben. Es läuft, wie es ist.</translation>
    </message>
    <message>
        <source>%1 runs as it is; a smaller copy is faster.</source>
        <translation>%1 läuft, wie es ist; eine kleinere Kopie ist schneller.</translation>
    </message>
    <message>
        <source>This is the model as its makers published it. It runs as it is; a smaller copy with 4 bits takes about %1 instead of %2 and is faster.</source>
        <translation>Dies ist das Modell, wie seine Hersteller es veröffentlicht haben. Es läuft, wie es ist; eine kleinere Kopie mit 4 Bit braucht etwa %1 statt %2 und ist schneller.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Notifications</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::PaletteModel</name>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ParameterListModel</name>
    <message>
        <source>Until it ends</source>
        <translation>Bis sie endet</translation>
    </message>
    <message>
        <source>Hearth&apos;s own</source>
        <translation>Hearths eigene</translation>
    </message>
    <message>
        <source>Recommended for %1</source>
        <translation>Empfohlen für %1</translation>
    </message>
    <message>
        <source>Your default for this model</source>
        <translation>Ihre Vorgabe für dieses Modell</translation>
    </message>
    <message>
        <source>From the preset “%1”</source>
        <translation>Aus der Voreinstellung „%1“</translation>
    </message>
    <message>
        <source>From the folder</source>
        <translation>Aus dem Ordner</translation>
    </message>
    <message>
        <source>Set for this chat</source>
        <translation>Für diesen Chat gesetzt</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Zufällig</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::PictureItem</name>
    <message>
        <source>This is no picture of a kind that Hearth shows (PNG, JPEG, GIF, WebP or BMP).</source>
        <translation>Das ist kein Bild einer Art, die Hearth zeigt (PNG, JPEG, GIF, WebP oder BMP).</translation>
    </message>
    <message>
        <source>This picture is too large to be shown.</source>
        <translation>Dieses Bild ist zu groß, um gezeigt zu werden.</translation>
    </message>
    <message>
        <source>This picture is damaged or incomplete.</source>
        <translation>Dieses Bild ist beschädigt oder unvollständig.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>A picture at %1. It is not fetched unless you ask.</source>
        <translation>Ein Bild auf %1. Es wird nur auf Wunsch geholt.</translation>
    </message>
    <message>
        <source>A picture in the file %1. It is not read unless you ask.</source>
        <translation>Ein Bild in der Datei %1. Sie wird nur auf Wunsch gelesen.</translation>
    </message>
    <message>
        <source>This is no address of a picture.</source>
        <translation>Das ist keine Adresse eines Bildes.</translation>
    </message>
    <message>
        <source>There is nothing to be read: no file, an empty one, or one of more than 32 MB.</source>
        <translation>Es gibt nichts zu lesen: keine Datei, eine leere oder eine von mehr als 32 MB.</translation>
    </message>
    <message>
        <source>The picture did not arrive: it is larger than 32 MB, or %1 was silent for too long.</source>
        <translation>Das Bild kam nicht an: Es ist größer als 32 MB, oder %1 schwieg zu lange.</translation>
    </message>
    <message>
        <source>The picture could not be loaded: %1</source>
        <translation>Das Bild konnte nicht geladen werden: %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::PresetListModel</name>
    <message>
        <source>New preset</source>
        <translation>Neue Voreinstellung</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1 (Kopie)</translation>
    </message>
    <message>
        <source>“%1” could not be written: %2. Choose another place.</source>
        <translation>„%1“ konnte nicht geschrieben werden: %2. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>%1 written to “%2”.</source>
        <translation>%1 in „%2“ geschrieben.</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>presets</source>
        <translation>Voreinstellungen</translation>
    </message>
    <message>
        <source>“%1” could not be read: %2.</source>
        <translation>„%1“ konnte nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>%1 imported.</source>
        <translation>%1 importiert.</translation>
    </message>
    <message>
        <source>Nothing set yet</source>
        <translation>Noch nichts gesetzt</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>Parameter</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ScriptWorker</name>
    <message>
        <source>%1 is not part of this build</source>
        <translation>%1 gehört nicht zu diesem Bau</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>es dauerte zu lange</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::SentFiles</name>
    <message>
        <source>%1 · %2 of it shown</source>
        <translation>%1 · davon %2 gezeigt</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::SmallerCopy</name>
    <message>
        <source>8 bits</source>
        <translation>8 Bit</translation>
    </message>
    <message>
        <source>like the original</source>
        <translation>wie das Original</translation>
    </message>
    <message>
        <source>6 bits</source>
        <translation>6 Bit</translation>
    </message>
    <message>
        <source>hardly to be told from the original</source>
        <translation>vom Original kaum zu unterscheiden</translation>
    </message>
    <message>
        <source>5 bits</source>
        <translation>5 Bit</translation>
    </message>
    <message>
        <source>very close to the original</source>
        <translation>dem Original sehr nahe</translation>
    </message>
    <message>
        <source>4 bits</source>
        <translation>4 Bit</translation>
    </message>
    <message>
        <source>the usual choice</source>
        <translation>die übliche Wahl</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>Gemischt</translation>
    </message>
    <message>
        <source>experts small, the rest fine</source>
        <translation>Experten klein, der Rest fein</translation>
    </message>
    <message>
        <source>3 bits</source>
        <translation>3 Bit</translation>
    </message>
    <message>
        <source>noticeably weaker</source>
        <translation>merklich schwächer</translation>
    </message>
    <message>
        <source>2 bits</source>
        <translation>2 Bit</translation>
    </message>
    <message>
        <source>only where nothing else fits</source>
        <translation>nur wo nichts anderes passt</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>This build of Hearth cannot make copies.</source>
        <translation>Diese Fassung von Hearth kann keine Kopien anlegen.</translation>
    </message>
    <message>
        <source>The copy takes %1, but only %2 are free in %3. Make room there, or choose another folder for downloads in the settings.</source>
        <translation>Die Kopie braucht %1, in %3 sind aber nur %2 frei. Schaffen Sie dort Platz, oder wählen Sie in den Einstellungen einen anderen Ordner für Downloads.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The copy is ready: %1</source>
        <translation>Die Kopie ist fertig: %1</translation>
    </message>
    <message>
        <source>Reckoning the sizes…</source>
        <translation>Die Größen werden berechnet…</translation>
    </message>
    <message>
        <source>Making the copy… You can go on chatting; it takes some minutes.</source>
        <translation>Die Kopie wird angelegt… Sie können weiter chatten; es dauert einige Minuten.</translation>
    </message>
    <message>
        <source>Making each copy for a moment and reading a text with it…</source>
        <translation>Jede Kopie wird kurz angelegt und liest einen Text…</translation>
    </message>
    <message>
        <source>This model is as small as Hearth can make it.</source>
        <translation>Kleiner kann Hearth dieses Modell nicht machen.</translation>
    </message>
    <message>
        <source>%1: %2, keeps %3; perplexity %4</source>
        <translation>%1: %2, behält %3; Perplexität %4</translation>
    </message>
    <message>
        <source>larger, and quicker to unpack</source>
        <translation>größer und schneller zu entpacken</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::SpeedMeter</name>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>%1 tokens in %2 s</source>
        <translation>%1 Tokens in %2 s</translation>
    </message>
    <message>
        <source> (%1)</source>
        <translation> (%1)</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Remembered from before</source>
        <translation>Von vorher gemerkt</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>First word after</source>
        <translation>Erstes Wort nach</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Guessed ahead</source>
        <translation>Vorausgeraten</translation>
    </message>
    <message>
        <source>%1 of %2 kept, %3 tokens a step</source>
        <translation>%1 von %2 behalten, %3 Tokens je Schritt</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::StatisticsController</name>
    <message>
        <source>token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>%1 Wh</source>
        <translation>%1 Wh</translation>
    </message>
    <message>
        <source>%1 kWh</source>
        <translation>%1 kWh</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>on average %1</source>
        <translation>im Schnitt %1</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>%1 of them remembered</source>
        <translation>%1 davon gemerkt</translation>
    </message>
    <message>
        <source>Expert hits</source>
        <translation>Expertentreffer</translation>
    </message>
    <message>
        <source>found on the graphics card</source>
        <translation>auf der Grafikkarte gefunden</translation>
    </message>
    <message>
        <source>%1: %2 in %3</source>
        <translation>%1: %2 in %3</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 Treffer</translation>
    </message>
    <message>
        <source>Unknown model</source>
        <translation>Unbekanntes Modell</translation>
    </message>
    <message>
        <source>No answer was measured yet in this time.</source>
        <translation>In dieser Zeit wurde noch keine Antwort gemessen.</translation>
    </message>
    <message>
        <source>How much power this computer draws is not readable here: its kernel tells it to root only, or not at all.</source>
        <translation>Wie viel Strom dieser Rechner zieht, ist hier nicht lesbar: Sein Kernel sagt es nur root oder gar nicht.</translation>
    </message>
    <message>
        <source>About %1 of electricity, measured for %2 of %3.</source>
        <translation>Etwa %1 Strom, gemessen bei %2 von %3.</translation>
    </message>
    <message>
        <source>That is %1.</source>
        <translation>Das sind %1.</translation>
    </message>
    <message>
        <source>It counts all that the %1 drew meanwhile.</source>
        <translation>Gezählt ist alles, was %1 währenddessen zog.</translation>
    </message>
    <message>
        <source>At the prices you set, this would have cost %1 elsewhere.</source>
        <translation>Zu den gesetzten Preisen hätte das anderswo %1 gekostet.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::StatusNotifier</name>
    <message>
        <source>Hearth is at rest</source>
        <translation>Hearth ruht</translation>
    </message>
    <message>
        <source>Show Hearth</source>
        <translation>Hearth zeigen</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Quit Hearth</source>
        <translation>Hearth beenden</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Summariser</name>
    <message>
        <source>The model wrote no summary.</source>
        <translation>Das Modell hat keine Zusammenfassung geschrieben.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ThinkingModel</name>
    <message>
        <source>Thinking…</source>
        <translation>Denkt nach…</translation>
    </message>
    <message>
        <source>Thinking… %1 s</source>
        <translation>Denkt nach… %1 s</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>Nachgedacht</translation>
    </message>
    <message>
        <source>Thought for a moment</source>
        <translation>Einen Moment nachgedacht</translation>
    </message>
    <message>
        <source>Thought for %1 min</source>
        <translation>%1 min nachgedacht</translation>
    </message>
    <message>
        <source>Thought for %1 s</source>
        <translation>%1 s nachgedacht</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::TrashModel</name>
    <message>
        <source>Is deleted for good today</source>
        <translation>Wird heute endgültig gelöscht</translation>
    </message>
    <message>
        <source>1 day left</source>
        <translation>Noch 1 Tag</translation>
    </message>
    <message>
        <source>%1 days left</source>
        <translation>Noch %1 Tage</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Folder · %1</source>
        <translation>Ordner · %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Typesetter</name>
    <message>
        <source>This build of Hearth cannot set formulas.</source>
        <translation>Dieser Bau von Hearth kann keine Formeln setzen.</translation>
    </message>
    <message>
        <source>It is too long to be set as a formula.</source>
        <translation>Sie ist zu lang, um als Formel gesetzt zu werden.</translation>
    </message>
</context>
</TS>
