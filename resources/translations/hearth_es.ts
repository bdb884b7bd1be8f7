<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
<context>
    <name>AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Aspecto</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Names and notes that were saved before stay as they are. What the engine reports about models and files is in English.</source>
        <translation>Los nombres y notas ya guardados se quedan como están. Lo que el motor comunica sobre modelos y archivos está en inglés.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Contraste alto</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>No</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Sí</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>Menos movimiento</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tamaño del texto</translation>
    </message>
    <message>
        <source>Text size: %1 %</source>
        <translation>Tamaño del texto: %1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Also with Ctrl and +, −, 0.</source>
        <translation>También con Ctrl y +, −, 0.</translation>
    </message>
</context>
<context>
    <name>AtLimitChoice</name>
    <message>
        <source>When the context is full</source>
        <translation>Cuando el contexto se llene</translation>
    </message>
    <message>
        <source>Whatever you choose, you are told, and nothing leaves the chat: only the model reads less.</source>
        <translation>Elijas lo que elijas, se te avisa y nada sale del chat: solo el modelo lee menos.</translation>
    </message>
    <message>
        <source>Set for this chat</source>
        <translation>Fijado para este chat</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>Preguntarme</translation>
    </message>
    <message>
        <source>Before sending, each time.</source>
        <translation>Antes de cada envío.</translation>
    </message>
    <message>
        <source>Leave out the oldest turns</source>
        <translation>Omitir los turnos más antiguos</translation>
    </message>
    <message>
        <source>The answer says how many.</source>
        <translation>La respuesta dice cuántos.</translation>
    </message>
    <message>
        <source>Summarise them</source>
        <translation>Resumirlos</translation>
    </message>
    <message>
        <source>The model writes a summary first, and reads that instead.</source>
        <translation>El modelo escribe primero un resumen y lee eso en su lugar.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Nothing is sent.</source>
        <translation>No se envía nada.</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this notice</source>
        <translation>Cerrar este aviso</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>Hide the sidebar</source>
        <translation>Ocultar la barra lateral</translation>
    </message>
    <message>
        <source>Show the sidebar</source>
        <translation>Mostrar la barra lateral</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Tema claro</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Tema oscuro</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Conversación</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>Texto nuevo</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Al final</translation>
    </message>
    <message>
        <source>Temporary chat: it is kept in memory only, and gone when you end it or close Hearth.</source>
        <translation>Chat temporal: solo está en la memoria y desaparece al terminarlo o al cerrar Hearth.</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>Terminarlo</translation>
    </message>
    <message>
        <source>Drop files to attach them</source>
        <translation>Suelta archivos para adjuntarlos</translation>
    </message>
    <message>
        <source>Hide the inspector</source>
        <translation>Ocultar el inspector</translation>
    </message>
    <message>
        <source>Show the inspector</source>
        <translation>Mostrar el inspector</translation>
    </message>
    <message>
        <source>Drop the model to open it</source>
        <translation>Suelte el modelo para abrirlo</translation>
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
        <translation>texto</translation>
    </message>
    <message>
        <source>Do not wrap</source>
        <translation>No ajustar</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>Ajustar</translation>
    </message>
    <message>
        <source>Show long lines of this code in one piece</source>
        <translation>Mostrar enteras las líneas largas de este código</translation>
    </message>
    <message>
        <source>Wrap long lines of this code</source>
        <translation>Ajustar las líneas largas de este código</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Save this code to a file</source>
        <translation>Guardar este código en un archivo</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy this code</source>
        <translation>Copiar este código</translation>
    </message>
    <message numerus="yes">
        <source>Code, %1, %n line(s)</source>
        <translation>
            <numerusform>Código, %1, %n línea</numerusform>
            <numerusform>Código, %1, %n líneas</numerusform>
        </translation>
    </message>
    <message>
        <source>Code, continued</source>
        <translation>Código, continuación</translation>
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
        <translation>Mensajes y respuestas</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Ventana</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Chat nuevo</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>Chat temporal</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>Buscar en todo</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>Buscar en este chat</translation>
    </message>
    <message>
        <source>Next place found</source>
        <translation>Siguiente coincidencia</translation>
    </message>
    <message>
        <source>Previous place found</source>
        <translation>Coincidencia anterior</translation>
    </message>
    <message>
        <source>Next chat in the list</source>
        <translation>Chat siguiente de la lista</translation>
    </message>
    <message>
        <source>Previous chat in the list</source>
        <translation>Chat anterior de la lista</translation>
    </message>
    <message>
        <source>Rename the chat</source>
        <translation>Cambiar el nombre del chat</translation>
    </message>
    <message>
        <source>Pin or unpin the chat</source>
        <translation>Fijar o soltar el chat</translation>
    </message>
    <message>
        <source>Move the chat to the trash</source>
        <translation>Mover el chat a la papelera</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Carpeta nueva</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation>Importar chats…</translation>
    </message>
    <message>
        <source>Show the trash</source>
        <translation>Ver la papelera</translation>
    </message>
    <message>
        <source>Undo the last change to the list</source>
        <translation>Deshacer el último cambio de la lista</translation>
    </message>
    <message>
        <source>Write another answer</source>
        <translation>Escribir otra respuesta</translation>
    </message>
    <message>
        <source>Write another answer with…</source>
        <translation>Escribir otra respuesta con…</translation>
    </message>
    <message>
        <source>Continue the last answer</source>
        <translation>Continuar la última respuesta</translation>
    </message>
    <message>
        <source>Edit the last answer</source>
        <translation>Editar la última respuesta</translation>
    </message>
    <message>
        <source>Edit your last message</source>
        <translation>Editar tu último mensaje</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>Versión anterior</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Versión siguiente</translation>
    </message>
    <message>
        <source>Fork the chat from here</source>
        <translation>Bifurcar el chat desde aquí</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>Copiar la última respuesta</translation>
    </message>
    <message>
        <source>Copy the last code</source>
        <translation>Copiar el último código</translation>
    </message>
    <message>
        <source>To the end of the chat</source>
        <translation>Al final del chat</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Elegir un modelo</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>Abrir un archivo de modelo…</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <source>To the chat</source>
        <translation>Al chat</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>Mostrar u ocultar la barra lateral</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Claro u oscuro</translation>
    </message>
    <message>
        <source>Follow the system&apos;s theme</source>
        <translation>Seguir el tema del sistema</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Tema claro</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Tema oscuro</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Texto más grande</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Texto más pequeño</translation>
    </message>
    <message>
        <source>Text in its usual size</source>
        <translation>Texto en su tamaño habitual</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Teclado</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Preajustes</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>Mostrar u ocultar el inspector</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Estadísticas</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Biblioteca</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Editing the answer: the old one is kept beside it</source>
        <translation>Editando la respuesta: la anterior se conserva a su lado</translation>
    </message>
    <message>
        <source>Editing your message: the old one is kept beside it</source>
        <translation>Editando tu mensaje: el anterior se conserva a su lado</translation>
    </message>
    <message>
        <source>Stop editing</source>
        <translation>Dejar de editar</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Adjuntar archivos</translation>
    </message>
    <message>
        <source>Text, PDF and DOCX (*.txt *.md *.csv *.json *.pdf *.docx *.py *.c *.cpp *.h *.js *.ts *.rs *.go *.java *.html *.xml *.yaml *.toml *.log)</source>
        <translation>Texto, PDF y DOCX (*.txt *.md *.csv *.json *.pdf *.docx *.py *.c *.cpp *.h *.js *.ts *.rs *.go *.java *.html *.xml *.yaml *.toml *.log)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Ask anything</source>
        <translation>Pregunta lo que quieras</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>Tu mensaje</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Elegir un modelo</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modelo: %1</translation>
    </message>
    <message>
        <source>Loading %1…</source>
        <translation>Cargando %1…</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>Detener (Esc)</translation>
    </message>
    <message>
        <source>Send when the answer is finished (Enter)</source>
        <translation>Enviar cuando termine la respuesta (Intro)</translation>
    </message>
    <message>
        <source>Save this version (Enter)</source>
        <translation>Guardar esta versión (Intro)</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>Enviar (Intro)</translation>
    </message>
</context>
<context>
    <name>ContextTab</name>
    <message>
        <source>How full the context is will stand here once a model is loaded and there is something to read.</source>
        <translation>Aquí se verá cuánto ocupa el contexto cuando haya un modelo cargado y algo que leer.</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>no cabe</translation>
    </message>
    <message>
        <source>goes first</source>
        <translation>sale primero</translation>
    </message>
    <message>
        <source>%1: %2 tokens</source>
        <translation>%1: %2 tokens</translation>
    </message>
    <message>
        <source>%1: %2 tokens, %3</source>
        <translation>%1: %2 tokens, %3</translation>
    </message>
</context>
<context>
    <name>ConversationMenus</name>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Soltar</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Fijar</translation>
    </message>
    <message>
        <source>Move to folder…</source>
        <translation>Mover a una carpeta…</translation>
    </message>
    <message>
        <source>Delete %1 chats</source>
        <translation>Borrar %1 chats</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Into a new folder</source>
        <translation>A una carpeta nueva</translation>
    </message>
    <message>
        <source>Out of all folders</source>
        <translation>Fuera de todas las carpetas</translation>
    </message>
    <message>
        <source>New chat in it</source>
        <translation>Chat nuevo dentro</translation>
    </message>
    <message>
        <source>Instructions and model…</source>
        <translation>Instrucciones y modelo…</translation>
    </message>
    <message>
        <source>New folder in it</source>
        <translation>Carpeta nueva dentro</translation>
    </message>
    <message>
        <source>Delete, keep its chats</source>
        <translation>Borrar y conservar sus chats</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
</context>
<context>
    <name>ConversationRow</name>
    <message>
        <source>%1, open</source>
        <translation>%1, abierto</translation>
    </message>
</context>
<context>
    <name>DetailPane</name>
    <message>
        <source>Measuring how fast this computer reads its memory…</source>
        <translation>Midiendo a qué velocidad lee este equipo su memoria…</translation>
    </message>
    <message>
        <source>Choose a model to see how it would run here.</source>
        <translation>Elige un modelo para ver cómo funcionaría aquí.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>Preguntando a %1…</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>En este equipo</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Elegir un archivo</translation>
    </message>
    <message>
        <source>Context: %1</source>
        <translation>Contexto: %1</translation>
    </message>
    <message>
        <source>Chat with this model</source>
        <translation>Chatear con este modelo</translation>
    </message>
    <message>
        <source>Ask %1 for its files</source>
        <translation>Preguntar a %1 por sus archivos</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>Abrir su página</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 tokens</translation>
    </message>
</context>
<context>
    <name>DeviceChoices</name>
    <message>
        <source>Where models run</source>
        <translation>Dónde funcionan los modelos</translation>
    </message>
    <message>
        <source>This holds from the next load on. Loading the model again takes a moment and stops an answer that is being written; your chats stay as they are.</source>
        <translation>Vale a partir de la próxima carga. Volver a cargar el modelo tarda un momento y detiene la respuesta en curso; tus chats quedan como están.</translation>
    </message>
    <message>
        <source>Load the model again</source>
        <translation>Volver a cargar el modelo</translation>
    </message>
    <message>
        <source>Graphics memory Hearth may use</source>
        <translation>Memoria gráfica que Hearth puede usar</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>what is free, less a reserve</source>
        <translation>lo que esté libre, menos una reserva</translation>
    </message>
    <message>
        <source>A limit of my own</source>
        <translation>Un límite propio</translation>
    </message>
    <message>
        <source>Graphics memory Hearth may use: %1</source>
        <translation>Memoria gráfica que Hearth puede usar: %1</translation>
    </message>
    <message>
        <source>Guess ahead</source>
        <translation>Adelantar palabras</translation>
    </message>
    <message>
        <source>The next words are guessed, and the model checks several at once while that is faster. What it writes is the same.</source>
        <translation>Se adivinan las palabras siguientes y el modelo comprueba varias a la vez mientras eso sea más rápido. Lo que escribe es lo mismo.</translation>
    </message>
    <message>
        <source>Memory of the conversation</source>
        <translation>Memoria de la conversación</translation>
    </message>
    <message>
        <source>How finely a model keeps what it has read. 8 bits take half the room, so that twice as much fits, and answers hardly change; 4 bits take about a quarter and can be noticed.</source>
        <translation>Con qué detalle conserva un modelo lo que ha leído. 8 bits ocupan la mitad, de modo que cabe el doble, y las respuestas apenas cambian; 4 bits ocupan alrededor de un cuarto y pueden notarse.</translation>
    </message>
    <message>
        <source>16 bits</source>
        <translation>16 bits</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 bits</translation>
    </message>
    <message>
        <source>4 bits</source>
        <translation>4 bits</translation>
    </message>
</context>
<context>
    <name>DownloadCard</name>
    <message>
        <source>%1: earlier</source>
        <translation>%1: antes</translation>
    </message>
    <message>
        <source>%1: later</source>
        <translation>%1: después</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>Pausar %1</translation>
    </message>
    <message>
        <source>Go on with %1</source>
        <translation>Continuar con %1</translation>
    </message>
    <message>
        <source>Take %1 off this list (the file stays)</source>
        <translation>Quitar %1 de esta lista (el archivo se queda)</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>Cancelar %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>Abrir la página</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>Empezar de nuevo</translation>
    </message>
    <message>
        <source>Chat with it</source>
        <translation>Chatear con él</translation>
    </message>
</context>
<context>
    <name>DownloadsDrawer</name>
    <message>
        <source>Downloads</source>
        <translation>Descargas</translation>
    </message>
</context>
<context>
    <name>DraftFiles</name>
    <message>
        <source>More than the model can hold: of these files it will be shown the passages that fit your question best.</source>
        <translation>Más de lo que admite el modelo: de estos archivos se le mostrarán los pasajes que mejor respondan a tu pregunta.</translation>
    </message>
    <message>
        <source>Put the pasted text into the message</source>
        <translation>Poner el texto pegado en el mensaje</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>What shall we think about?</source>
        <translation>¿En qué pensamos hoy?</translation>
    </message>
</context>
<context>
    <name>ExpertMapSection</name>
    <message>
        <source>The arrow keys go from expert to expert.</source>
        <translation>Las flechas van de experto en experto.</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>All chats, one file each, in a zip file with their folders and attachments.</source>
        <translation>Todos los chats, un archivo por chat, en un zip con sus carpetas y adjuntos.</translation>
    </message>
    <message>
        <source>The model&apos;s thinking</source>
        <translation>Razonamiento del modelo</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Omitir</translation>
    </message>
    <message>
        <source>Include</source>
        <translation>Incluir</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>A backup holds the model&apos;s thinking too, so that an import brings back all there was.</source>
        <translation>Una copia de seguridad incluye también el razonamiento del modelo, para que al importarla vuelva todo.</translation>
    </message>
    <message>
        <source>Without the thinking, an import of this backup will not bring it back.</source>
        <translation>Sin el razonamiento, importar esta copia no lo recuperará.</translation>
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
        <translation>Devolver %1 a lo que hereda</translation>
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
        <translation>Archivo %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Quitar %1</translation>
    </message>
</context>
<context>
    <name>FileRow</name>
    <message>
        <source>on this computer</source>
        <translation>en este equipo</translation>
    </message>
    <message>
        <source>being downloaded</source>
        <translation>descargándose</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this chat</source>
        <translation>Buscar en este chat</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Sin resultados</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Lugar anterior</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Lugar siguiente</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>First steps</source>
        <translation>Primeros pasos</translation>
    </message>
    <message>
        <source>Welcome to Hearth</source>
        <translation>Te damos la bienvenida a Hearth</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>A model to begin with</source>
        <translation>Un modelo para empezar</translation>
    </message>
    <message>
        <source>The models run on this computer, and what you write stays on it. There is no account, and nothing is sent unless you ask for it.</source>
        <translation>Los modelos funcionan en este equipo y lo que escribes se queda en él. No hay cuenta, y no se envía nada salvo que lo pidas.</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Midiendo…</translation>
    </message>
    <message>
        <source>The hardware page tells what your computer has.</source>
        <translation>La página de hardware dice qué tiene tu equipo.</translation>
    </message>
    <message>
        <source>These are on this computer already. Any of them can be chosen later, too.</source>
        <translation>Estos ya están en este equipo. También se pueden elegir más tarde.</translation>
    </message>
    <message>
        <source>The small demonstration model that comes with Hearth works at once. For daily work, get one of these; the download is asked for first.</source>
        <translation>El pequeño modelo de demostración que trae Hearth funciona al instante. Para el día a día, consigue uno de estos; antes de descargar se pregunta.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Omitir</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Begin with the small one</source>
        <translation>Empezar con el pequeño</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Empezar</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Folder %1, open, chats: %2</source>
        <translation>Carpeta %1, abierta, chats: %2</translation>
    </message>
    <message>
        <source>Folder %1, closed, chats: %2</source>
        <translation>Carpeta %1, cerrada, chats: %2</translation>
    </message>
</context>
<context>
    <name>FolderSheet</name>
    <message>
        <source>Folder “%1”</source>
        <translation>Carpeta «%1»</translation>
    </message>
    <message>
        <source>Instructions for the model, in every chat of this folder that has none of its own</source>
        <translation>Instrucciones para el modelo, en cada chat de esta carpeta que no tenga las suyas</translation>
    </message>
    <message>
        <source>For example: answer in German, and briefly.</source>
        <translation>Por ejemplo: responde en español y con brevedad.</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>Instrucciones</translation>
    </message>
    <message>
        <source>Model that new chats in it begin with</source>
        <translation>Modelo con el que empiezan sus chats nuevos</translation>
    </message>
    <message>
        <source>Whichever is loaded</source>
        <translation>El que esté cargado</translation>
    </message>
    <message>
        <source>Parameters; what is empty stays as it is</source>
        <translation>Parámetros; lo vacío queda como está</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>FoldersSheet</name>
    <message>
        <source>Folders with models</source>
        <translation>Carpetas con modelos</translation>
    </message>
    <message>
        <source>Models are used where they lie, at any depth; nothing is moved, copied or written there.</source>
        <translation>Los modelos se usan donde están, a cualquier profundidad; nada se mueve, se copia ni se escribe allí.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Stop looking in %1 (the files stay)</source>
        <translation>Dejar de buscar en %1 (los archivos se quedan)</translation>
    </message>
    <message>
        <source>Add a folder with models</source>
        <translation>Añadir una carpeta con modelos</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Añadir una carpeta…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>FoldingSection</name>
    <message>
        <source>%1, fold</source>
        <translation>%1, plegar</translation>
    </message>
    <message>
        <source>%1, unfold</source>
        <translation>%1, desplegar</translation>
    </message>
</context>
<context>
    <name>Formula</name>
    <message>
        <source>it cannot be drawn</source>
        <translation>no se puede dibujar</translation>
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
        <translation>No se pudo leer la lista de modelos %1: %2. Vuelve a instalar Hearth.</translation>
    </message>
    <message>
        <source>There is not enough room: %1 needs %2 more, and %3 are free. Make room, then resume.</source>
        <translation>No hay sitio suficiente: %1 necesita %2 más y quedan %3 libres. Haz sitio y reanuda.</translation>
    </message>
    <message>
        <source>%1 is complete, but could not be given its name: a file of that name may be there already. Move it away, then resume.</source>
        <translation>%1 está completo, pero no se le pudo dar su nombre: quizá ya haya un archivo así. Muévelo y reanuda.</translation>
    </message>
    <message>
        <source>The file %1 could not be written: %2.</source>
        <translation>No se pudo escribir el archivo %1: %2.</translation>
    </message>
    <message>
        <source>There is no file to download.</source>
        <translation>No hay ningún archivo que descargar.</translation>
    </message>
    <message>
        <source>%1 is not the address of a file.</source>
        <translation>%1 no es la dirección de un archivo.</translation>
    </message>
    <message>
        <source>%1 is in the list of downloads already.</source>
        <translation>%1 ya está en la lista de descargas.</translation>
    </message>
    <message>
        <source>%1 is on this computer already: %2.</source>
        <translation>%1 ya está en este equipo: %2.</translation>
    </message>
    <message>
        <source>Hearth is set to work offline; allow it to use the network in the settings.</source>
        <translation>Hearth está configurado para trabajar sin conexión; permite el uso de la red en los ajustes.</translation>
    </message>
    <message>
        <source>address of %1</source>
        <translation>dirección de %1</translation>
    </message>
    <message>
        <source>download of %1</source>
        <translation>descarga de %1</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 no responde.</translation>
    </message>
    <message>
        <source>%1 does not have the checksum that the hub states, and fetching every part again did not help. The file at the hub seems to be damaged: try again later, or choose another one.</source>
        <translation>%1 no tiene la suma de comprobación que indica el hub, y volver a descargar cada parte no sirvió. El archivo del hub parece dañado: inténtalo más tarde o elige otro.</translation>
    </message>
    <message>
        <source>%1 stopped sending.</source>
        <translation>%1 dejó de enviar.</translation>
    </message>
    <message>
        <source>The checksum is not the one that the hub states; the parts are compared one by one.</source>
        <translation>La suma de comprobación no es la que indica el hub; se comparan las partes una a una.</translation>
    </message>
    <message>
        <source>%1 sends other parts of %2 than it was asked for; a proxy may be in the way. Try again later, or from another network.</source>
        <translation>%1 envía otras partes de %2 que las pedidas; quizá estorbe un proxy. Inténtalo más tarde o desde otra red.</translation>
    </message>
    <message>
        <source>%1 sent another part than it was asked for.</source>
        <translation>%1 envió una parte distinta de la pedida.</translation>
    </message>
    <message>
        <source>%1 asks for a pause.</source>
        <translation>%1 pide una pausa.</translation>
    </message>
    <message>
        <source>%1 is in trouble (HTTP %2).</source>
        <translation>%1 tiene problemas (HTTP %2).</translation>
    </message>
    <message>
        <source>%1 does not have the part that was asked for.</source>
        <translation>%1 no tiene la parte pedida.</translation>
    </message>
    <message>
        <source>%1 refuses the download again and again (HTTP %2), although the address is new. Try again later.</source>
        <translation>%1 rechaza la descarga una y otra vez (HTTP %2), aunque la dirección es nueva. Inténtalo más tarde.</translation>
    </message>
    <message>
        <source>%1 has changed at the hub since the download began. Start over to get the new file; what is here of the old one is then deleted.</source>
        <translation>%1 cambió en el hub desde que empezó la descarga. Empieza de nuevo para obtener el archivo nuevo; lo que hay del anterior se borrará.</translation>
    </message>
    <message>
        <source>The disk is full (%1 free). Everything received so far is kept: make room, then resume.</source>
        <translation>El disco está lleno (%1 libres). Todo lo recibido se conserva: haz sitio y reanuda.</translation>
    </message>
    <message>
        <source>Another Hearth is downloading %1 already.</source>
        <translation>Otro Hearth ya está descargando %1.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be written; choose another folder for models.</source>
        <translation>No se puede escribir en la carpeta %1; elige otra carpeta para modelos.</translation>
    </message>
    <message>
        <source>Fits fully</source>
        <translation>Cabe entero</translation>
    </message>
    <message>
        <source>Fits with experts in RAM</source>
        <translation>Cabe con expertos en RAM</translation>
    </message>
    <message>
        <source>Partly on the graphics card</source>
        <translation>Parte en la tarjeta gráfica</translation>
    </message>
    <message>
        <source>On the processor</source>
        <translation>En el procesador</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Lento</translation>
    </message>
    <message>
        <source>Will not fit</source>
        <translation>No cabe</translation>
    </message>
    <message>
        <source>There is no room for a temporary file in %1.</source>
        <translation>No hay sitio para un archivo temporal en %1.</translation>
    </message>
    <message>
        <source>A temporary file could not be written: %1</source>
        <translation>No se pudo escribir un archivo temporal: %1</translation>
    </message>
    <message>
        <source>Its size is known when the hub was asked.</source>
        <translation>Su tamaño se sabrá al preguntar al hub.</translation>
    </message>
    <message>
        <source>Parts of this model are missing: %1. Download it again; what is there will be kept.</source>
        <translation>Faltan partes de este modelo: %1. Descárgalo de nuevo; lo que hay se conserva.</translation>
    </message>
    <message>
        <source>Your folder</source>
        <translation>Tu carpeta</translation>
    </message>
    <message>
        <source>Hearth</source>
        <translation>Hearth</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Caché de Hugging Face</translation>
    </message>
    <message>
        <source>The folder %1 is not there; is its drive connected?</source>
        <translation>La carpeta %1 no está; ¿está conectada su unidad?</translation>
    </message>
    <message>
        <source>The folder %1 may not be read; change its permissions to see the models in it.</source>
        <translation>No hay permiso para leer la carpeta %1; cambia sus permisos para ver los modelos que contiene.</translation>
    </message>
    <message>
        <source>%1 answered with something else than the hub&apos;s language; check the address in the settings.</source>
        <translation>%1 respondió algo que no es el lenguaje del hub; revisa la dirección en los ajustes.</translation>
    </message>
    <message>
        <source>%1 is only for those who accepted its terms: open its page, ask for access with the account of your token, then try again.</source>
        <translation>%1 es solo para quien aceptó sus condiciones: abre su página, pide acceso con la cuenta de tu token e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>%1 is only for those who accepted its terms: open its page and ask for access, then enter an access token of that account in the settings.</source>
        <translation>%1 es solo para quien aceptó sus condiciones: abre su página y pide acceso; luego pon un token de acceso de esa cuenta en los ajustes.</translation>
    </message>
    <message>
        <source>%1 has no such file or version any more; look at its list of files.</source>
        <translation>%1 ya no tiene ese archivo o versión; mira su lista de archivos.</translation>
    </message>
    <message>
        <source>%1 does not exist, or your account may not see it. Check the name.</source>
        <translation>%1 no existe, o tu cuenta no puede verlo. Revisa el nombre.</translation>
    </message>
    <message>
        <source>%1 does not exist, or it is private. Check the name; if it is yours, enter an access token in the settings.</source>
        <translation>%1 no existe o es privado. Revisa el nombre; si es tuyo, pon un token de acceso en los ajustes.</translation>
    </message>
    <message>
        <source>%1 does not accept the access token: it may have expired. Make a new one and enter it in the settings.</source>
        <translation>%1 no acepta el token de acceso: quizá haya caducado. Crea uno nuevo y ponlo en los ajustes.</translation>
    </message>
    <message>
        <source>%1 does not allow this download (%2). Open its page to see what it asks for.</source>
        <translation>%1 no permite esta descarga (%2). Abre su página para ver qué pide.</translation>
    </message>
    <message>
        <source>This was not found at %1; check the name.</source>
        <translation>No se encontró en %1; revisa el nombre.</translation>
    </message>
    <message>
        <source>%1 asks for a pause; try again in a few minutes.</source>
        <translation>%1 pide una pausa; inténtalo en unos minutos.</translation>
    </message>
    <message>
        <source>%1 is in trouble (HTTP %2); try again later.</source>
        <translation>%1 tiene problemas (HTTP %2); inténtalo más tarde.</translation>
    </message>
    <message>
        <source>%1 answered with HTTP %2.</source>
        <translation>%1 respondió con HTTP %2.</translation>
    </message>
    <message>
        <source>search</source>
        <translation>búsqueda</translation>
    </message>
    <message>
        <source>model page</source>
        <translation>página del modelo</translation>
    </message>
    <message>
        <source>list of files</source>
        <translation>lista de archivos</translation>
    </message>
    <message>
        <source>header of %1</source>
        <translation>cabecera de %1</translation>
    </message>
    <message>
        <source>check of the access token</source>
        <translation>comprobación del token de acceso</translation>
    </message>
    <message>
        <source>The identity of %1 could not be checked: %2. If a company proxy or an antivirus program inspects the traffic, its certificate has to be in the system&apos;s list of trusted ones.</source>
        <translation>No se pudo comprobar la identidad de %1: %2. Si un proxy de empresa o un antivirus inspecciona el tráfico, su certificado debe estar entre los de confianza del sistema.</translation>
    </message>
    <message>
        <source>%1 was not found; is this computer connected to the Internet?</source>
        <translation>No se encontró %1; ¿está este equipo conectado a Internet?</translation>
    </message>
    <message>
        <source>%1 does not accept connections; check its address in the settings, or try again later.</source>
        <translation>%1 no acepta conexiones; revisa su dirección en los ajustes o inténtalo más tarde.</translation>
    </message>
    <message>
        <source>The proxy of this system does not let the request through (%1); check the proxy settings.</source>
        <translation>El proxy de este sistema no deja pasar la petición (%1); revisa los ajustes del proxy.</translation>
    </message>
    <message>
        <source>The connection to %1 broke: %2.</source>
        <translation>Se cortó la conexión con %1: %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 could not be written or read: %2</source>
        <translation>No se pudo escribir o leer %1: %2</translation>
    </message>
    <message>
        <source>%1 could not be made: %2</source>
        <translation>No se pudo crear %1: %2</translation>
    </message>
    <message>
        <source>The keyring of this desktop could not be used: %1. Hearth does not keep the token in a plain file; set HF_TOKEN in the environment instead.</source>
        <translation>No se pudo usar el llavero de este escritorio: %1. Hearth no guarda el token en un archivo sin cifrar; define HF_TOKEN en el entorno.</translation>
    </message>
    <message>
        <source>%1 sends the download round in circles; try again later.</source>
        <translation>%1 hace dar vueltas a la descarga; inténtalo más tarde.</translation>
    </message>
    <message>
        <source>%1 does not say how large the file is, so it cannot be downloaded safely.</source>
        <translation>%1 no dice cuánto ocupa el archivo, así que no se puede descargar con seguridad.</translation>
    </message>
    <message>
        <source>Parts of this model are missing: %1 and %2 more. Download it again; what is there will be kept.</source>
        <translation>Faltan partes de este modelo: %1 y %2 más. Descárguelo de nuevo; lo que ya está se conserva.</translation>
    </message>
</context>
<context>
    <name>HubLinkSheet</name>
    <message>
        <source>Look at this model?</source>
        <translation>¿Ver este modelo?</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>Abrir la página</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>A link asked Hearth for it. Nothing was sent yet. The library can show its files and how they would run on this computer; for that it asks %1, which learns that you looked.</source>
        <translation>Un enlace se lo pidió a Hearth. Aún no se envió nada. La biblioteca puede mostrar sus archivos y cómo funcionarían en este equipo; para ello pregunta a %1, que sabrá que miraste.</translation>
    </message>
    <message>
        <source>Look in the library</source>
        <translation>Ver en la biblioteca</translation>
    </message>
</context>
<context>
    <name>ImportSheet</name>
    <message>
        <source>Import these chats?</source>
        <translation>¿Importar estos chats?</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>Importar chats</translation>
    </message>
    <message>
        <source>From an export of ChatGPT, Claude or Open WebUI, from the folders of LM Studio, Jan or GPT4All, or from Hearth&apos;s own export. A file, a zip file or a folder.</source>
        <translation>De una exportación de ChatGPT, Claude u Open WebUI, de las carpetas de LM Studio, Jan o GPT4All, o de la exportación de Hearth. Un archivo, un zip o una carpeta.</translation>
    </message>
    <message>
        <source>Hearth first shows what it found. Chats that were imported before are known again and left alone.</source>
        <translation>Hearth muestra primero lo que encontró. Los chats ya importados se reconocen y no se tocan.</translation>
    </message>
    <message>
        <source>Choose an export</source>
        <translation>Elegir una exportación</translation>
    </message>
    <message>
        <source>Exports (*.json *.zip *.chat)</source>
        <translation>Exportaciones (*.json *.zip *.chat)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Choose a folder with chats</source>
        <translation>Elegir una carpeta con chats</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Elegir un archivo…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Elegir una carpeta…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>InlineName</name>
    <message>
        <source>New name</source>
        <translation>Nombre nuevo</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Muestreo</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Contexto</translation>
    </message>
    <message>
        <source>Stats</source>
        <translation>Cifras</translation>
    </message>
    <message>
        <source>Close the inspector (%1)</source>
        <translation>Cerrar el inspector (%1)</translation>
    </message>
    <message>
        <source>Close the inspector</source>
        <translation>Cerrar el inspector</translation>
    </message>
</context>
<context>
    <name>KeptChatsSection</name>
    <message>
        <source>Opening chats again</source>
        <translation>Volver a abrir chats</translation>
    </message>
    <message>
        <source>Keep chats&apos; working memory on disk</source>
        <translation>Guardar en disco la memoria de trabajo de los chats</translation>
    </message>
    <message>
        <source>A chat that you open again goes on at once; otherwise the model first reads it anew. It stays on this computer and goes with the chat.</source>
        <translation>Un chat que abres de nuevo sigue al instante; si no, el modelo lo lee antes otra vez. Se queda en este ordenador y desaparece con el chat.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>No</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Sí</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Como máximo</translation>
    </message>
    <message>
        <source>When it is full, the chats used longest ago make room.</source>
        <translation>Cuando se llena, los chats usados hace más tiempo dejan sitio.</translation>
    </message>
    <message>
        <source>Kept now</source>
        <translation>Guardado ahora</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Vaciar</translation>
    </message>
</context>
<context>
    <name>KeyRow</name>
    <message>
        <source>“%1” has the same keys: neither works until one is changed.</source>
        <translation>«%1» tiene las mismas teclas: ninguno funciona hasta que se cambie uno.</translation>
    </message>
    <message>
        <source>Give “%1” its own keys back</source>
        <translation>Devolver a «%1» sus teclas</translation>
    </message>
    <message>
        <source>Press the new keys</source>
        <translation>Pulsa las teclas nuevas</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Take the keys from “%1”</source>
        <translation>Quitar las teclas a «%1»</translation>
    </message>
</context>
<context>
    <name>LaunchRequest</name>
    <message>
        <source>Hearth does not know what this link asks for, so nothing was done: %1</source>
        <translation>Hearth no sabe qué pide este enlace, así que no se hizo nada: %1</translation>
    </message>
    <message>
        <source>The link names no model that could exist on Hugging Face, so nothing was done.</source>
        <translation>El enlace no nombra ningún modelo que pueda existir en Hugging Face, así que no se hizo nada.</translation>
    </message>
    <message>
        <source>The link names a file that is no GGUF model, so nothing was done.</source>
        <translation>El enlace nombra un archivo que no es un modelo GGUF, así que no se hizo nada.</translation>
    </message>
    <message>
        <source>Hearth opens files on this computer and hearth:// links, not %1.</source>
        <translation>Hearth abre archivos de este equipo y enlaces hearth://, no %1.</translation>
    </message>
    <message>
        <source>There is no file “%1”. Check the name.</source>
        <translation>No existe el archivo «%1». Revisa el nombre.</translation>
    </message>
    <message>
        <source>“%1” is a folder and no model by itself. Choose the GGUF file in it, or a folder with config.json, tokenizer.json and safetensors files.</source>
        <translation>«%1» es una carpeta y no un modelo en sí. Elija el archivo GGUF que contiene o una carpeta con config.json, tokenizer.json y archivos safetensors.</translation>
    </message>
</context>
<context>
    <name>LayerStrip</name>
    <message>
        <source>on the graphics card</source>
        <translation>en la tarjeta gráfica</translation>
    </message>
    <message>
        <source>computed by the processor</source>
        <translation>calculado por el procesador</translation>
    </message>
</context>
<context>
    <name>LibraryList</name>
    <message>
        <source>Library</source>
        <translation>Biblioteca</translation>
    </message>
    <message>
        <source>Search the hub, or paste a link</source>
        <translation>Buscar en el hub o pegar un enlace</translation>
    </message>
    <message>
        <source>Filter, or paste a link</source>
        <translation>Filtrar o pegar un enlace</translation>
    </message>
    <message>
        <source>Search %1, or paste a link</source>
        <translation>Buscar en %1 o pegar un enlace</translation>
    </message>
    <message>
        <source>Filter the models on this computer</source>
        <translation>Filtrar los modelos de este equipo</translation>
    </message>
    <message>
        <source>Filter the catalogue, or paste a link</source>
        <translation>Filtrar el catálogo o pegar un enlace</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>En este equipo</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catálogo</translation>
    </message>
    <message>
        <source>Hugging Face</source>
        <translation>Hugging Face</translation>
    </message>
    <message>
        <source>%1, chosen</source>
        <translation>%1, elegido</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>Preguntando a %1…</translation>
    </message>
    <message>
        <source>Nothing was found. Try fewer words.</source>
        <translation>No se encontró nada. Prueba con menos palabras.</translation>
    </message>
    <message>
        <source>Enter sends the words to %1. Nothing is sent while you type.</source>
        <translation>Intro envía las palabras a %1. No se envía nada mientras escribes.</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>Carpetas…</translation>
    </message>
    <message>
        <source>Order: %1</source>
        <translation>Orden: %1</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>Mostrar más</translation>
    </message>
    <message>
        <source>No model here has these words in its name.</source>
        <translation>Ningún modelo tiene estas palabras en su nombre.</translation>
    </message>
    <message>
        <source>Hearth looked in its own folder and in those of Hugging Face tools, LM Studio, Ollama, Jan and GPT4All.</source>
        <translation>Hearth buscó en su propia carpeta y en las de las herramientas de Hugging Face, LM Studio, Ollama, Jan y GPT4All.</translation>
    </message>
    <message>
        <source>See the catalogue</source>
        <translation>Ver el catálogo</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Añadir una carpeta…</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Library</source>
        <translation>Biblioteca</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Todos los modelos</translation>
    </message>
    <message>
        <source>Cancel this download?</source>
        <translation>¿Cancelar esta descarga?</translation>
    </message>
    <message>
        <source>What was received of %1 so far is deleted. To go on later, pause it instead.</source>
        <translation>Se borrará lo recibido de %1. Para seguir más tarde, mejor páusala.</translation>
    </message>
    <message>
        <source>Cancel and delete</source>
        <translation>Cancelar y borrar</translation>
    </message>
    <message>
        <source>Pause it</source>
        <translation>Pausarla</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Conservarla</translation>
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
        <translation>¿Preguntar a %1?</translation>
    </message>
    <message>
        <source>Your search words, and the names of the models that you open or download, are sent to %1; it also learns this computer&apos;s address, as every website does. Nothing else is sent, and nothing before you ask for it.</source>
        <translation>Tus palabras de búsqueda y los nombres de los modelos que abras o descargues se envían a %1; también sabrá la dirección de este equipo, como todo sitio web. No se envía nada más, ni nada antes de que lo pidas.</translation>
    </message>
    <message>
        <source>Hearth asks this once. You can see every request, and take this back, in the settings under Models and downloads.</source>
        <translation>Hearth lo pregunta una vez. Puedes ver cada petición y retirar el permiso en los ajustes, en «Modelos y descargas».</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Permitir</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>%1 is ready</source>
        <translation>%1 está listo</translation>
    </message>
    <message>
        <source>Chat with it</source>
        <translation>Chatear con él</translation>
    </message>
    <message>
        <source>“%1” is in the system&apos;s trash</source>
        <translation>«%1» está en la papelera del sistema</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>LinkSheet</name>
    <message>
        <source>Open this link in your browser?</source>
        <translation>¿Abrir este enlace en el navegador?</translation>
    </message>
    <message>
        <source>The model wrote it. The website will learn that you opened it.</source>
        <translation>Lo escribió el modelo. El sitio web sabrá que lo abriste.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>LocalSection</name>
    <message>
        <source>Measure its speed</source>
        <translation>Medir su velocidad</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Mostrar en la carpeta</translation>
    </message>
    <message>
        <source>About this file</source>
        <translation>Sobre este archivo</translation>
    </message>
    <message>
        <source>Everything the file says</source>
        <translation>Todo lo que dice el archivo</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>Plantilla de chat</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>Mover a la papelera</translation>
    </message>
    <message>
        <source>About this folder</source>
        <translation>Sobre esta carpeta</translation>
    </message>
    <message>
        <source>Everything its files say</source>
        <translation>Todo lo que dicen sus archivos</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Open a model file</source>
        <translation>Abrir un archivo de modelo</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Models (*.gguf config.json *.safetensors)</source>
        <translation>Modelos (*.gguf config.json *.safetensors)</translation>
    </message>
</context>
<context>
    <name>MathBlock</name>
    <message>
        <source>Formula: %1</source>
        <translation>Fórmula: %1</translation>
    </message>
    <message>
        <source>This formula cannot be set: %1.</source>
        <translation>Esta fórmula no se puede componer: %1.</translation>
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
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>On the graphics card</source>
        <translation>En la tarjeta gráfica</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Pesos</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Expertos</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Contexto</translation>
    </message>
    <message>
        <source>Working memory</source>
        <translation>Memoria de trabajo</translation>
    </message>
    <message>
        <source>In main memory</source>
        <translation>En la memoria principal</translation>
    </message>
    <message>
        <source>Read from the disk</source>
        <translation>Leído del disco</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy your message</source>
        <translation>Copiar tu mensaje</translation>
    </message>
    <message>
        <source>Copy this answer</source>
        <translation>Copiar esta respuesta</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Regenerar</translation>
    </message>
    <message>
        <source>Write another answer</source>
        <translation>Escribir otra respuesta</translation>
    </message>
    <message>
        <source>Other ways to write another answer</source>
        <translation>Otras formas de escribir otra respuesta</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Continue this answer</source>
        <translation>Continuar esta respuesta</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Edit your message</source>
        <translation>Editar tu mensaje</translation>
    </message>
    <message>
        <source>Edit this answer</source>
        <translation>Editar esta respuesta</translation>
    </message>
    <message>
        <source>Fork</source>
        <translation>Bifurcar</translation>
    </message>
    <message>
        <source>Fork the chat from here</source>
        <translation>Bifurcar el chat desde aquí</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>Versión anterior</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>Versión %1 de %2</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Versión siguiente</translation>
    </message>
    <message>
        <source>With another model or parameters…</source>
        <translation>Con otro modelo u otros parámetros…</translation>
    </message>
    <message>
        <source>More surprising</source>
        <translation>Más sorprendente</translation>
    </message>
    <message>
        <source>More predictable</source>
        <translation>Más predecible</translation>
    </message>
</context>
<context>
    <name>MessageAnswer</name>
    <message>
        <source>Stopped.</source>
        <translation>Detenido.</translation>
    </message>
    <message>
        <source>Interrupted: Hearth closed while this was being written.</source>
        <translation>Interrumpido: Hearth se cerró mientras esto se escribía.</translation>
    </message>
    <message>
        <source>Edited by you.</source>
        <translation>Editado por ti.</translation>
    </message>
    <message>
        <source>Answer, version %1 of %2: %3</source>
        <translation>Respuesta, versión %1 de %2: %3</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>Respuesta: %1</translation>
    </message>
    <message>
        <source>This answer failed.</source>
        <translation>Esta respuesta falló.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Regenerar</translation>
    </message>
    <message>
        <source>An answer that is being written</source>
        <translation>Una respuesta que se está escribiendo</translation>
    </message>
</context>
<context>
    <name>MessagePlaceholder</name>
    <message>
        <source>A message that is being read</source>
        <translation>Un mensaje que se está leyendo</translation>
    </message>
</context>
<context>
    <name>MessageUser</name>
    <message>
        <source>You, version %1 of %2: %3</source>
        <translation>Tú, versión %1 de %2: %3</translation>
    </message>
    <message>
        <source>You: %1</source>
        <translation>Tú: %1</translation>
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
        <translation>sí</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 entradas</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>%1, in use. %2</source>
        <translation>%1, en uso. %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Forget %1 (the file stays)</source>
        <translation>Olvidar %1 (el archivo se queda)</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>Abrir un archivo de modelo…</translation>
    </message>
    <message>
        <source>Also on this computer</source>
        <translation>También en este equipo</translation>
    </message>
    <message>
        <source>Get a model…</source>
        <translation>Conseguir un modelo…</translation>
    </message>
</context>
<context>
    <name>ModelTab</name>
    <message>
        <source>Preset</source>
        <translation>Preajuste</translation>
    </message>
    <message>
        <source>A persona: instructions and parameters under a name.</source>
        <translation>Una persona: instrucciones y parámetros con un nombre.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
    <message>
        <source>Preset: %1</source>
        <translation>Preajuste: %1</translation>
    </message>
    <message>
        <source>Manage…</source>
        <translation>Gestionar…</translation>
    </message>
    <message>
        <source>Manage presets</source>
        <translation>Gestionar preajustes</translation>
    </message>
    <message>
        <source>Keep the changes in it</source>
        <translation>Guardar los cambios en él</translation>
    </message>
    <message>
        <source>Save as a new preset</source>
        <translation>Guardar como preajuste nuevo</translation>
    </message>
    <message>
        <source>Instructions (system prompt)</source>
        <translation>Instrucciones (prompt de sistema)</translation>
    </message>
    <message>
        <source>What the model is told before the conversation.</source>
        <translation>Lo que se le dice al modelo antes de la conversación.</translation>
    </message>
    <message>
        <source>“%1” is meant for this model.</source>
        <translation>«%1» está pensado para este modelo.</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Usarlo</translation>
    </message>
    <message>
        <source>Use the preset %1</source>
        <translation>Usar el preajuste %1</translation>
    </message>
</context>
<context>
    <name>ModelsSection</name>
    <message>
        <source>Models and downloads</source>
        <translation>Modelos y descargas</translation>
    </message>
    <message>
        <source>Asking the hub</source>
        <translation>Preguntar al hub</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE is set for this computer: nothing is sent.</source>
        <translation>HF_HUB_OFFLINE está fijado en este equipo: no se envía nada.</translation>
    </message>
    <message>
        <source>Switched off: nothing is sent.</source>
        <translation>Desactivado: no se envía nada.</translation>
    </message>
    <message>
        <source>%1 is asked when you search or download, never otherwise.</source>
        <translation>Se pregunta a %1 cuando buscas o descargas, nunca en otro caso.</translation>
    </message>
    <message>
        <source>Not allowed yet; Hearth will ask you when you first search.</source>
        <translation>Aún sin permiso; Hearth te preguntará en la primera búsqueda.</translation>
    </message>
    <message>
        <source>Allow it again</source>
        <translation>Permitir de nuevo</translation>
    </message>
    <message>
        <source>Switch it off</source>
        <translation>Desactivar</translation>
    </message>
    <message>
        <source>What was sent…</source>
        <translation>Qué se envió…</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>This is not an address. An example: https://huggingface.co</source>
        <translation>Esto no es una dirección. Un ejemplo: https://huggingface.co</translation>
    </message>
    <message>
        <source>Another address that speaks like it works, too: a mirror, or one of your own.</source>
        <translation>También vale otra dirección que hable igual: una réplica o una propia.</translation>
    </message>
    <message>
        <source>Address of the hub</source>
        <translation>Dirección del hub</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Token de acceso</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Comprobar</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Downloads go to</source>
        <translation>Las descargas van a</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Cambiar…</translation>
    </message>
    <message>
        <source>The usual folder</source>
        <translation>La carpeta habitual</translation>
    </message>
    <message>
        <source>Speed limit of downloads</source>
        <translation>Límite de velocidad de las descargas</translation>
    </message>
    <message>
        <source>Where downloads go</source>
        <translation>Adónde van las descargas</translation>
    </message>
</context>
<context>
    <name>NetworkLogSheet</name>
    <message>
        <source>What Hearth has sent</source>
        <translation>Qué ha enviado Hearth</translation>
    </message>
    <message>
        <source>%1 Chats are never sent. Every request is also written to network.log beside your chats.</source>
        <translation>%1 Los chats nunca se envían. Cada petición queda también en network.log junto a tus chats.</translation>
    </message>
    <message>
        <source>%1, %2, %3, %4</source>
        <translation>%1, %2, %3, %4</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
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
        <translation>Esto es hearth-tiny, un modelo mínimo de demostración. Muestra que todo funciona, pero sabe poco y yerra a menudo.</translation>
    </message>
    <message>
        <source>Get a real model</source>
        <translation>Conseguir un modelo de verdad</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Use hearth-tiny</source>
        <translation>Usar hearth-tiny</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>Abrir otro…</translation>
    </message>
    <message>
        <source>No model is loaded. Open a GGUF file to begin.</source>
        <translation>No hay ningún modelo cargado. Abre un archivo GGUF para empezar.</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>Abrir un archivo de modelo…</translation>
    </message>
    <message>
        <source>Where to get one</source>
        <translation>Dónde conseguir uno</translation>
    </message>
    <message>
        <source>Send without them</source>
        <translation>Enviar sin ellos</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Summarise them</source>
        <translation>Resumirlos</translation>
    </message>
    <message>
        <source>Cancel the summary and the message</source>
        <translation>Cancelar el resumen y el mensaje</translation>
    </message>
    <message>
        <source>Load this model</source>
        <translation>Cargar este modelo</translation>
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
        <translation>%1: no se sabe, %2</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Hide the sidebar (Ctrl+B)</source>
        <translation>Ocultar la barra lateral (Ctrl+B)</translation>
    </message>
    <message>
        <source>Show the sidebar (Ctrl+B)</source>
        <translation>Mostrar la barra lateral (Ctrl+B)</translation>
    </message>
    <message>
        <source>Back to the chat</source>
        <translation>Volver al chat</translation>
    </message>
    <message>
        <source>Light theme (Ctrl+Shift+L)</source>
        <translation>Tema claro (Ctrl+Mayús+L)</translation>
    </message>
    <message>
        <source>Dark theme (Ctrl+Shift+L)</source>
        <translation>Tema oscuro (Ctrl+Mayús+L)</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Search everything</source>
        <translation>Buscar en todo</translation>
    </message>
    <message>
        <source>Search chats, commands and models</source>
        <translation>Buscar chats, órdenes y modelos</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Lo encontrado</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>Sin resultados.</translation>
    </message>
    <message>
        <source>&lt;b&gt;&amp;gt;&lt;/b&gt; commands   &lt;b&gt;#&lt;/b&gt; models   &lt;b&gt;@&lt;/b&gt; folders</source>
        <translation>&lt;b&gt;&amp;gt;&lt;/b&gt; órdenes   &lt;b&gt;#&lt;/b&gt; modelos   &lt;b&gt;@&lt;/b&gt; carpetas</translation>
    </message>
</context>
<context>
    <name>ParameterList</name>
    <message>
        <source>Choice of words</source>
        <translation>Elección de palabras</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>Higher is more surprising. 0 always takes the likeliest word.</source>
        <translation>Más alta sorprende más. 0 toma siempre la palabra más probable.</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Only the likeliest words that together have this share. 1 is all of them.</source>
        <translation>Solo las palabras más probables que juntas suman esta parte. 1 son todas.</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Only this many of the likeliest words. 0 is all of them.</source>
        <translation>Solo este número de palabras más probables. 0 son todas.</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Only words at least this likely beside the likeliest. 0 is all of them.</source>
        <translation>Solo palabras al menos así de probables junto a la más probable. 0 son todas.</translation>
    </message>
    <message>
        <source>Typical-p</source>
        <translation>Typical-p</translation>
    </message>
    <message>
        <source>Prefers words about as surprising as usual, up to this share. 1 is all of them.</source>
        <translation>Prefiere palabras tan sorprendentes como de costumbre, hasta esta parte. 1 son todas.</translation>
    </message>
    <message>
        <source>Length and chance</source>
        <translation>Longitud y azar</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Respuesta más larga</translation>
    </message>
    <message>
        <source>In tokens, thinking included. 0 lets the model end by itself.</source>
        <translation>En tokens, razonamiento incluido. Con 0 el modelo termina solo.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <source>The same number gives the same answer to the same text. Left alone, each answer is another.</source>
        <translation>El mismo número da la misma respuesta al mismo texto. Sin él, cada respuesta es distinta.</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>Repetición</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>Penalización por repetición</translation>
    </message>
    <message>
        <source>Above 1 avoids words that were just used. 1 is off.</source>
        <translation>Por encima de 1 evita palabras recién usadas. 1 es desactivado.</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>Penalización por presencia</translation>
    </message>
    <message>
        <source>Above 0 leads to new subjects: a word counts once, however often it came.</source>
        <translation>Por encima de 0 lleva a temas nuevos: una palabra cuenta una vez, por mucho que saliera.</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>Penalización por frecuencia</translation>
    </message>
    <message>
        <source>Above 0 avoids a word the more, the more often it came.</source>
        <translation>Por encima de 0 evita más una palabra cuanto más salió.</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>Hasta dónde atrás</translation>
    </message>
    <message>
        <source>Tokens that the three penalties look at.</source>
        <translation>Tokens que miran las tres penalizaciones.</translation>
    </message>
    <message>
        <source>Repeated phrases (DRY)</source>
        <translation>Frases repetidas (DRY)</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Fuerza</translation>
    </message>
    <message>
        <source>Keeps the model from going on with a phrase that is there already. 0 is off, 0.8 is usual.</source>
        <translation>Evita que el modelo siga con una frase que ya está. 0 es desactivado, 0,8 es lo habitual.</translation>
    </message>
    <message>
        <source>Growth</source>
        <translation>Crecimiento</translation>
    </message>
    <message>
        <source>How much more each further repeated token costs.</source>
        <translation>Cuánto más cuesta cada nuevo token repetido.</translation>
    </message>
    <message>
        <source>Allowed length</source>
        <translation>Longitud permitida</translation>
    </message>
    <message>
        <source>Repetitions up to this many tokens cost nothing.</source>
        <translation>Las repeticiones de hasta tantos tokens no cuestan nada.</translation>
    </message>
    <message>
        <source>Tokens in which repetitions are looked for.</source>
        <translation>Tokens en los que se buscan repeticiones.</translation>
    </message>
    <message>
        <source>Less obvious words (XTC)</source>
        <translation>Palabras menos obvias (XTC)</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Con qué frecuencia</translation>
    </message>
    <message>
        <source>The chance that the most obvious words are left out. 0 is off.</source>
        <translation>La probabilidad de omitir las palabras más obvias. 0 es desactivado.</translation>
    </message>
    <message>
        <source>What counts as obvious</source>
        <translation>Qué cuenta como obvio</translation>
    </message>
    <message>
        <source>Words at least this likely; the least likely of them stays.</source>
        <translation>Palabras al menos así de probables; la menos probable de ellas queda.</translation>
    </message>
</context>
<context>
    <name>ParameterRows</name>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>Higher is more surprising, 0 always takes the likeliest word.</source>
        <translation>Más alta sorprende más; 0 toma siempre la palabra más probable.</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Only the likeliest words that together have this share.</source>
        <translation>Solo las palabras más probables que juntas suman esta parte.</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Only this many of the likeliest words; 0 is all.</source>
        <translation>Solo este número de palabras más probables; 0 son todas.</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Only words at least this likely beside the likeliest.</source>
        <translation>Solo palabras al menos así de probables junto a la más probable.</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>Penalización por repetición</translation>
    </message>
    <message>
        <source>Above 1 avoids words that were just used.</source>
        <translation>Por encima de 1 evita palabras recién usadas.</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Respuesta más larga</translation>
    </message>
    <message>
        <source>In tokens; 0 is until it ends by itself.</source>
        <translation>En tokens; 0 es hasta que termine sola.</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>The parameters are not a JSON object.</source>
        <translation>Los parámetros no son un objeto JSON.</translation>
    </message>
    <message>
        <source>“%1” is left out: it must be %2.</source>
        <translation>Se omite «%1»: debe ser %2.</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>un número entero de %1 a %2</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>un número de %1 a %2</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>una lista de textos</translation>
    </message>
    <message>
        <source>an object of token numbers and their biases</source>
        <translation>un objeto de números de token y sus sesgos</translation>
    </message>
    <message>
        <source>ask, dropOldest, summarise or stop</source>
        <translation>ask, dropOldest, summarise o stop</translation>
    </message>
    <message>
        <source>an object of switches and texts</source>
        <translation>un objeto de interruptores y textos</translation>
    </message>
</context>
<context>
    <name>PartBar</name>
    <message>
        <source>%1 % received</source>
        <translation>%1 % recibido</translation>
    </message>
</context>
<context>
    <name>PassagesSheet</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>PictureBlock</name>
    <message>
        <source>Picture without a description</source>
        <translation>Imagen sin descripción</translation>
    </message>
    <message>
        <source>Picture: %1</source>
        <translation>Imagen: %1</translation>
    </message>
    <message>
        <source>Picture: %1. %2</source>
        <translation>Imagen: %1. %2</translation>
    </message>
    <message>
        <source>Load image</source>
        <translation>Cargar imagen</translation>
    </message>
    <message>
        <source>Load this image. %1</source>
        <translation>Cargar esta imagen. %1</translation>
    </message>
    <message>
        <source>Leads to %1</source>
        <translation>Lleva a %1</translation>
    </message>
    <message>
        <source>Open the link of this picture: %1</source>
        <translation>Abrir el enlace de esta imagen: %1</translation>
    </message>
</context>
<context>
    <name>PresetFile</name>
    <message>
        <source>This is not a JSON file (%1 at byte %2). Choose a file that Hearth has exported.</source>
        <translation>No es un archivo JSON (%1 en el byte %2). Elige un archivo que haya exportado Hearth.</translation>
    </message>
    <message>
        <source>These presets were written by a newer Hearth. Update Hearth, then import them.</source>
        <translation>Estos preajustes son de un Hearth más nuevo. Actualiza Hearth y luego impórtalos.</translation>
    </message>
    <message>
        <source>An entry without a name, or too long, is left out.</source>
        <translation>Se omite una entrada sin nombre o demasiado larga.</translation>
    </message>
    <message>
        <source>There is no preset in this file. Choose a file that Hearth has exported.</source>
        <translation>No hay ningún preajuste en este archivo. Elige un archivo que haya exportado Hearth.</translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Name of the preset</source>
        <translation>Nombre del preajuste</translation>
    </message>
    <message>
        <source>Hide the instructions of %1</source>
        <translation>Ocultar las instrucciones de %1</translation>
    </message>
    <message>
        <source>Edit the instructions of %1</source>
        <translation>Editar las instrucciones de %1</translation>
    </message>
    <message>
        <source>Move %1 up</source>
        <translation>Subir %1</translation>
    </message>
    <message>
        <source>Move %1 down</source>
        <translation>Bajar %1</translation>
    </message>
    <message>
        <source>Duplicate %1</source>
        <translation>Duplicar %1</translation>
    </message>
    <message>
        <source>Export %1…</source>
        <translation>Exportar %1…</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>Borrar %1</translation>
    </message>
    <message>
        <source>Instructions of %1</source>
        <translation>Instrucciones de %1</translation>
    </message>
    <message>
        <source>Instructions (system prompt)</source>
        <translation>Instrucciones (prompt de sistema)</translation>
    </message>
    <message>
        <source>For %1 · %2</source>
        <translation>Para %1 · %2</translation>
    </message>
    <message>
        <source>For any model</source>
        <translation>Para cualquier modelo</translation>
    </message>
    <message>
        <source>For %1</source>
        <translation>Para %1</translation>
    </message>
    <message>
        <source>Model of %1: %2</source>
        <translation>Modelo de %1: %2</translation>
    </message>
</context>
<context>
    <name>PresetsSheet</name>
    <message>
        <source>Presets</source>
        <translation>Preajustes</translation>
    </message>
    <message>
        <source>A preset gives a chat its instructions and parameters. The folder a chat lies in, and the chat itself, may say otherwise.</source>
        <translation>Un preajuste da a un chat sus instrucciones y parámetros. Su carpeta y el propio chat pueden decir otra cosa.</translation>
    </message>
    <message>
        <source>There is none yet.</source>
        <translation>Aún no hay ninguno.</translation>
    </message>
    <message>
        <source>“%1” is deleted.</source>
        <translation>Se borró «%1».</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Bring “%1” back</source>
        <translation>Recuperar «%1»</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>New preset</source>
        <translation>Preajuste nuevo</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importar…</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>Exportar todos…</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>Importar preajustes</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>Preajustes (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Export presets</source>
        <translation>Exportar preajustes</translation>
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
        <translation>Calidad frente a memoria. %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Memory for the weights</source>
        <translation>Memoria para los pesos</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Messages that wait</source>
        <translation>Mensajes en espera</translation>
    </message>
    <message>
        <source>Waiting: %1</source>
        <translation>En espera: %1</translation>
    </message>
    <message>
        <source>A message that waits</source>
        <translation>Un mensaje en espera</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Enviar ahora</translation>
    </message>
    <message>
        <source>Do not send “%1”</source>
        <translation>No enviar «%1»</translation>
    </message>
</context>
<context>
    <name>Recommended</name>
    <message>
        <source>the model&apos;s own file</source>
        <translation>el propio archivo del modelo</translation>
    </message>
</context>
<context>
    <name>RecommendedNote</name>
    <message>
        <source>Source: %1</source>
        <translation>Fuente: %1</translation>
    </message>
</context>
<context>
    <name>RegenerateSheet</name>
    <message>
        <source>Write another answer with…</source>
        <translation>Escribir otra respuesta con…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>For this answer only</source>
        <translation>Solo para esta respuesta</translation>
    </message>
    <message>
        <source>Write it</source>
        <translation>Escribirla</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>SamplingTab</name>
    <message>
        <source>Choice of words</source>
        <translation>Elección de palabras</translation>
    </message>
    <message>
        <source>Length and chance</source>
        <translation>Longitud y azar</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>Repetición</translation>
    </message>
    <message>
        <source>Repeated phrases (DRY)</source>
        <translation>Frases repetidas (DRY)</translation>
    </message>
    <message>
        <source>Less obvious words (XTC)</source>
        <translation>Palabras menos obvias (XTC)</translation>
    </message>
    <message>
        <source>Sequence breakers</source>
        <translation>Cortes de secuencia</translation>
    </message>
    <message>
        <source>Stop words and banned tokens</source>
        <translation>Palabras de parada y tokens prohibidos</translation>
    </message>
    <message>
        <source>Stop words</source>
        <translation>Palabras de parada</translation>
    </message>
    <message>
        <source>Token biases</source>
        <translation>Sesgos de tokens</translation>
    </message>
    <message>
        <source>A token&apos;s number, a colon, and what is added to its score, one a line: “1234: -100” bans it. hearth-cli tokenize shows the numbers.</source>
        <translation>El número de un token, dos puntos y lo que se suma a su puntuación, uno por línea: «1234: -100» lo prohíbe. hearth-cli tokenize muestra los números.</translation>
    </message>
    <message>
        <source>Save as default for this model</source>
        <translation>Guardar como predeterminado de este modelo</translation>
    </message>
    <message>
        <source>Forget this model&apos;s defaults</source>
        <translation>Olvidar lo predeterminado de este modelo</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Restablecer todo</translation>
    </message>
    <message>
        <source>Reset all parameters of this chat</source>
        <translation>Restablecer todos los parámetros de este chat</translation>
    </message>
    <message>
        <source>Changes hold from the next answer on.</source>
        <translation>Los cambios valen desde la próxima respuesta.</translation>
    </message>
    <message>
        <source>Texts that end a phrase, one a line; %1 is a line break.</source>
        <translation>Textos que terminan una frase, uno por línea; %1 es un salto de línea.</translation>
    </message>
    <message>
        <source>The answer ends before any of these texts, one a line; %1 is a line break.</source>
        <translation>La respuesta termina antes de cualquiera de estos textos, uno por línea; %1 es un salto de línea.</translation>
    </message>
</context>
<context>
    <name>SaveCode</name>
    <message>
        <source>Save the code</source>
        <translation>Guardar el código</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>%1 selected</source>
        <translation>Seleccionados: %1</translation>
    </message>
    <message>
        <source>Pin or unpin them</source>
        <translation>Fijarlos o soltarlos</translation>
    </message>
    <message>
        <source>Move them to a folder</source>
        <translation>Moverlos a una carpeta</translation>
    </message>
    <message>
        <source>Move them to the trash</source>
        <translation>Moverlos a la papelera</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>No seleccionar nada</translation>
    </message>
</context>
<context>
    <name>SelectionLayer</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Copiar como Markdown</translation>
    </message>
    <message>
        <source>Copy as plain text</source>
        <translation>Copiar como texto sin formato</translation>
    </message>
    <message>
        <source>Select the whole message</source>
        <translation>Seleccionar todo el mensaje</translation>
    </message>
</context>
<context>
    <name>SentFileChips</name>
    <message>
        <source>What the model was shown</source>
        <translation>Lo que vio el modelo</translation>
    </message>
    <message>
        <source>Open a copy</source>
        <translation>Abrir una copia</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Guardar como…</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>Guardar %1</translation>
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
        <translation>Ajustes</translation>
    </message>
</context>
<context>
    <name>ShortcutsSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>Teclado</translation>
    </message>
    <message>
        <source>Keys for commands</source>
        <translation>Teclas de las órdenes</translation>
    </message>
    <message>
        <source>Switch all off</source>
        <translation>Desactivar todas</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Activar</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Siempre</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Línea nueva</translation>
    </message>
    <message>
        <source>Stop the answer, stop editing, or back to the chat</source>
        <translation>Detener la respuesta, dejar de editar o volver al chat</translation>
    </message>
    <message>
        <source>Edit your last message</source>
        <translation>Editar tu último mensaje</translation>
    </message>
    <message>
        <source>Up in an empty box</source>
        <translation>Flecha arriba en el cuadro vacío</translation>
    </message>
    <message>
        <source>Versions of the focused message</source>
        <translation>Versiones del mensaje enfocado</translation>
    </message>
    <message>
        <source>Left and Right</source>
        <translation>Izquierda y derecha</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Give all commands their own keys back</source>
        <translation>Devolver a todas las órdenes sus teclas</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>New chat</source>
        <translation>Chat nuevo</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Buscar en todos los chats</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Borrar la búsqueda</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>Chat temporal</translation>
    </message>
    <message>
        <source>Search results</source>
        <translation>Resultados de la búsqueda</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>%1 chats</source>
        <translation>%1 chats</translation>
    </message>
    <message>
        <source>Nothing found. Every word must occur in a message or a title.</source>
        <translation>Sin resultados. Cada palabra debe aparecer en un mensaje o un título.</translation>
    </message>
    <message>
        <source>Your chats will be listed here. They stay on this computer.</source>
        <translation>Aquí aparecerán tus chats. Se quedan en este equipo.</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Papelera</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Biblioteca</translation>
    </message>
</context>
<context>
    <name>SidebarRow</name>
    <message>
        <source>Actions for “%1”</source>
        <translation>Acciones para «%1»</translation>
    </message>
</context>
<context>
    <name>SmallerCopySheet</name>
    <message>
        <source>A smaller copy of %1</source>
        <translation>Una copia más pequeña de %1</translation>
    </message>
    <message>
        <source>The copy keeps every number of the model with fewer bits. It needs less memory and answers faster; down to about four bits you will hardly notice a difference, below that answers become weaker. The original stays as it is.</source>
        <translation>La copia conserva cada número del modelo con menos bits. Necesita menos memoria y responde más rápido; hasta unos cuatro bits apenas se nota la diferencia, por debajo las respuestas se debilitan. El original queda como está.</translation>
    </message>
    <message>
        <source>100 % is the original: how likely the copy makes what the original would have written, word by word, on a short English text.</source>
        <translation>El 100 % es el original: qué probabilidad da la copia a lo que habría escrito el original, palabra por palabra, en un texto breve en inglés.</translation>
    </message>
    <message>
        <source>Make the copy</source>
        <translation>Hacer la copia</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Measure what each keeps</source>
        <translation>Medir lo que conserva cada una</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ocultar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>A faster copy of %1</source>
        <translation>Una copia más rápida de %1</translation>
    </message>
    <message>
        <source>This model is stored with so few bits that unpacking them takes many processors longer than reading more bits would. There a larger copy answers faster. It needs more memory and is no more precise than this file. The original stays as it is.</source>
        <translation>Este modelo está guardado con tan pocos bits que muchos procesadores tardan más en desempaquetarlos que en leer más bits. En ellos una copia más grande responde más rápido. Necesita más memoria y no es más precisa que este archivo. El original queda como está.</translation>
    </message>
</context>
<context>
    <name>StartOverSheet</name>
    <message>
        <source>Start this download over?</source>
        <translation>¿Empezar de nuevo esta descarga?</translation>
    </message>
    <message>
        <source>What was received of %1 so far is deleted, and all of it is fetched again. To go on with what is here, try again instead.</source>
        <translation>Se borrará lo recibido de %1 y se descargará todo otra vez. Para seguir con lo que hay, mejor reintenta.</translation>
    </message>
    <message>
        <source>Delete and start over</source>
        <translation>Borrar y empezar de nuevo</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>Conservar lo que hay</translation>
    </message>
</context>
<context>
    <name>StatisticsPage</name>
    <message>
        <source>Statistics</source>
        <translation>Estadísticas</translation>
    </message>
    <message>
        <source>Answers that are kept on this computer</source>
        <translation>Respuestas guardadas en este equipo</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 días</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 días</translation>
    </message>
    <message>
        <source>A year</source>
        <translation>Un año</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>There is no answer in this time yet. Temporary chats are not counted.</source>
        <translation>Aún no hay respuestas en este periodo. Los chats temporales no cuentan.</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Por modelo</translation>
    </message>
    <message>
        <source>What it took</source>
        <translation>Lo que costó</translation>
    </message>
    <message>
        <source>Compare with a price…</source>
        <translation>Comparar con un precio…</translation>
    </message>
    <message>
        <source>Change the prices…</source>
        <translation>Cambiar los precios…</translation>
    </message>
</context>
<context>
    <name>StatisticsSection</name>
    <message>
        <source>Statistics</source>
        <translation>Estadísticas</translation>
    </message>
    <message>
        <source>Figures under answers</source>
        <translation>Cifras bajo las respuestas</translation>
    </message>
    <message>
        <source>When pointed at</source>
        <translation>Al señalarlas</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Siempre</translation>
    </message>
    <message>
        <source>Price of a million tokens written</source>
        <translation>Precio de un millón de tokens escritos</translation>
    </message>
    <message>
        <source>Elsewhere, to compare with. Leave it empty for no comparison.</source>
        <translation>En otro sitio, para comparar. Vacío es sin comparación.</translation>
    </message>
    <message>
        <source>Price of a million tokens read</source>
        <translation>Precio de un millón de tokens leídos</translation>
    </message>
    <message>
        <source>Price of a kilowatt-hour</source>
        <translation>Precio de un kilovatio-hora</translation>
    </message>
    <message>
        <source>Of your electricity.</source>
        <translation>De tu electricidad.</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>sin fijar</translation>
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
        <translation>La última respuesta</translation>
    </message>
    <message>
        <source>Its figures stand here once there is one.</source>
        <translation>Sus cifras estarán aquí cuando la haya.</translation>
    </message>
    <message>
        <source>All answers…</source>
        <translation>Todas las respuestas…</translation>
    </message>
    <message>
        <source>Statistics of all answers</source>
        <translation>Estadísticas de todas las respuestas</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Offline · nothing leaves this computer</source>
        <translation>Sin conexión · nada sale de este equipo</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>Private by construction</source>
        <translation>Privado por diseño</translation>
    </message>
    <message>
        <source>Chats are kept in</source>
        <translation>Los chats se guardan en</translation>
    </message>
    <message>
        <source>Hearth opens no network connection: the model runs here, and what you write stays in that file. Links open in your browser, and only when you say so.</source>
        <translation>Hearth no abre ninguna conexión de red: el modelo funciona aquí y lo que escribes se queda en ese archivo. Los enlaces se abren en tu navegador, y solo si tú lo dices.</translation>
    </message>
    <message>
        <source>Loading %1: %2 %3 %</source>
        <translation>Cargando %1: %2 %3 %</translation>
    </message>
    <message>
        <source>Hardware: %1</source>
        <translation>Hardware: %1</translation>
    </message>
    <message>
        <source>experts</source>
        <translation>expertos</translation>
    </message>
    <message>
        <source>Experts on the graphics card: %1</source>
        <translation>Expertos en la tarjeta gráfica: %1</translation>
    </message>
    <message>
        <source>context %1</source>
        <translation>contexto %1</translation>
    </message>
    <message>
        <source>Context: %1 tokens</source>
        <translation>Contexto: %1 tokens</translation>
    </message>
    <message>
        <source>The last answer</source>
        <translation>La última respuesta</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Contexto</translation>
    </message>
    <message>
        <source>What happens when a message does not fit is chosen in the inspector; until then Hearth asks. The oldest messages would go first.</source>
        <translation>Qué pasa cuando un mensaje no cabe se elige en el inspector; hasta entonces Hearth pregunta. Los mensajes más antiguos saldrían primero.</translation>
    </message>
    <message>
        <source>Private · the hub is asked when you ask</source>
        <translation>Privado · se pregunta al hub cuando lo pides</translation>
    </message>
    <message>
        <source>Private</source>
        <translation>Privado</translation>
    </message>
    <message>
        <source>The model runs here, and what you write stays in that file. You allowed %1 for the library: it is asked when you search or download, and for nothing else. Links open in your browser, and only when you say so.</source>
        <translation>El modelo funciona aquí y lo que escribes se queda en ese archivo. Permitiste %1 para la biblioteca: se le pregunta cuando buscas o descargas, y para nada más. Los enlaces se abren en tu navegador, y solo si tú lo dices.</translation>
    </message>
    <message>
        <source>See every request</source>
        <translation>Ver todas las peticiones</translation>
    </message>
</context>
<context>
    <name>SummaryNote</name>
    <message>
        <source>The model reads a summary of what stands above</source>
        <translation>El modelo lee un resumen de lo que hay arriba</translation>
    </message>
    <message>
        <source>%1, fold</source>
        <translation>%1, plegar</translation>
    </message>
    <message>
        <source>%1, unfold</source>
        <translation>%1, desplegar</translation>
    </message>
    <message>
        <source>Forget the summary</source>
        <translation>Olvidar el resumen</translation>
    </message>
</context>
<context>
    <name>SystemSection</name>
    <message>
        <source>Off</source>
        <translation>No</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Sí</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>Tell me when an answer is ready</source>
        <translation>Avisar cuando una respuesta esté lista</translation>
    </message>
    <message>
        <source>Show the answer&apos;s beginning in the notification</source>
        <translation>Mostrar el principio de la respuesta en la notificación</translation>
    </message>
    <message>
        <source>Stay awake while Hearth works</source>
        <translation>Seguir despierto mientras Hearth trabaja</translation>
    </message>
    <message>
        <source>Keep running when the window is closed</source>
        <translation>Seguir en marcha al cerrar la ventana</translation>
    </message>
    <message>
        <source>When it took a while, or failed, and you are not looking at Hearth.</source>
        <translation>Cuando tardó un rato, o falló, y no estás mirando Hearth.</translation>
    </message>
    <message>
        <source>Whoever sees your screen can read it.</source>
        <translation>Quien vea tu pantalla podrá leerlo.</translation>
    </message>
    <message>
        <source>The computer does not sleep while an answer is written or a model is downloaded.</source>
        <translation>El equipo no se suspende mientras se escribe una respuesta o se descarga un modelo.</translation>
    </message>
    <message>
        <source>Hearth stays in the tray, its model stays loaded, and answers are finished.</source>
        <translation>Hearth queda en la bandeja, su modelo sigue cargado y las respuestas se terminan.</translation>
    </message>
</context>
<context>
    <name>TableBlock</name>
    <message>
        <source>Table, %1 columns, %2 rows</source>
        <translation>Tabla, %1 columnas, %2 filas</translation>
    </message>
</context>
<context>
    <name>TextBlock</name>
    <message>
        <source>Done: %1</source>
        <translation>Hecho: %1</translation>
    </message>
    <message>
        <source>To do: %1</source>
        <translation>Por hacer: %1</translation>
    </message>
</context>
<context>
    <name>Thinking</name>
    <message>
        <source>%1, fold</source>
        <translation>%1, plegar</translation>
    </message>
    <message>
        <source>%1, unfold</source>
        <translation>%1, desplegar</translation>
    </message>
</context>
<context>
    <name>TrashSheet</name>
    <message>
        <source>Trash</source>
        <translation>Papelera</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>La papelera está vacía.</translation>
    </message>
    <message>
        <source>Chats stay here for 30 days, then they are deleted for good.</source>
        <translation>Los chats quedan aquí 30 días; después se borran para siempre.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurar</translation>
    </message>
    <message>
        <source>Restore “%1”</source>
        <translation>Restaurar «%1»</translation>
    </message>
    <message>
        <source>Delete “%1” for good</source>
        <translation>Borrar «%1» para siempre</translation>
    </message>
    <message>
        <source>Delete this chat for good? Nothing can bring it back.</source>
        <translation>¿Borrar este chat para siempre? No se podrá recuperar.</translation>
    </message>
    <message>
        <source>Delete %1 chats for good? Nothing can bring them back.</source>
        <translation>¿Borrar %1 chats para siempre? No se podrán recuperar.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Borrar para siempre</translation>
    </message>
    <message>
        <source>Empty the trash…</source>
        <translation>Vaciar la papelera…</translation>
    </message>
</context>
<context>
    <name>UsageBars</name>
    <message>
        <source>Tokens written</source>
        <translation>Tokens escritos</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 tok/s</translation>
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
        <translation>%1 millones</translation>
    </message>
    <message>
        <source>%1 billion</source>
        <translation>%1 mil millones</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 bytes</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>This Hearth was built without access to the desktop&apos;s keyring, and does not keep the token in a plain file; set HF_TOKEN in the environment instead.</source>
        <translation>Este Hearth se compiló sin acceso al llavero del escritorio y no guarda el token en un archivo sin cifrar; define HF_TOKEN en el entorno.</translation>
    </message>
</context>
<context>
    <name>WritingSection</name>
    <message>
        <source>Writing</source>
        <translation>Escritura</translation>
    </message>
    <message>
        <source>Pasted text becomes a file</source>
        <translation>El texto pegado se vuelve archivo</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
    <message>
        <source>2,000</source>
        <translation>2000</translation>
    </message>
    <message>
        <source>8,000</source>
        <translation>8000</translation>
    </message>
    <message>
        <source>From this many characters on, or 25 lines; it can be put back into the message.</source>
        <translation>A partir de tantos caracteres, o 25 líneas; se puede devolver al mensaje.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Application</name>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::AttachmentShelf</name>
    <message>
        <source>No program of this computer opens “%1”.</source>
        <translation>Ningún programa de este equipo abre «%1».</translation>
    </message>
    <message>
        <source>No text is known of “%1”.</source>
        <translation>No se conoce ningún texto de «%1».</translation>
    </message>
    <message>
        <source>The model was shown the whole text of this file.</source>
        <translation>Al modelo se le mostró todo el texto de este archivo.</translation>
    </message>
    <message>
        <source>The whole does not fit the model&apos;s context. It was shown %1 of the text: the beginning, and what fits your question best.</source>
        <translation>Entero no cabe en el contexto del modelo. Se le mostró el %1 del texto: el principio y lo que mejor responde a la pregunta.</translation>
    </message>
    <message>
        <source>Only files on this computer can be attached.</source>
        <translation>Solo se pueden adjuntar archivos de este equipo.</translation>
    </message>
    <message>
        <source>“%1” is a folder. Attach the files in it.</source>
        <translation>«%1» es una carpeta. Adjunta los archivos que contiene.</translation>
    </message>
    <message>
        <source>“%1” could not be opened: %2.</source>
        <translation>No se pudo abrir «%1»: %2.</translation>
    </message>
    <message>
        <source>“%1” is larger than 32 MB. Attach a part of it.</source>
        <translation>«%1» ocupa más de 32 MB. Adjunta una parte.</translation>
    </message>
    <message>
        <source>This is an image, and no model that Hearth runs can see images yet.</source>
        <translation>Es una imagen, y ningún modelo de Hearth puede ver imágenes todavía.</translation>
    </message>
    <message>
        <source>Pasted text.txt</source>
        <translation>Texto pegado.txt</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Leyendo…</translation>
    </message>
    <message>
        <source>token</source>
        <translation>token</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>tokens</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Benchmark</name>
    <message>
        <source>Measured on %1: reads %2, writes %3 (%4 tokens written, on %5).</source>
        <translation>Medido el %1: lee %2, escribe %3 (%4 tokens escritos, en %5).</translation>
    </message>
    <message>
        <source>Reading a text and writing %1 tokens…</source>
        <translation>Leyendo un texto y escribiendo %1 tokens…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Cargando el modelo…</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ChatController</name>
    <message>
        <source>This does not fit: more than %1 tokens, and the model can hold %2. The %3 oldest messages would be left out.</source>
        <translation>No cabe: son más de %1 tokens y el modelo admite %2. Se omitirían los %3 mensajes más antiguos.</translation>
    </message>
    <message>
        <source>This does not fit: %1 tokens, and the model can hold %2.</source>
        <translation>No cabe: son %1 tokens y el modelo admite %2.</translation>
    </message>
    <message>
        <source> The oldest message would be left out: “%1”.</source>
        <translation> Se omitiría el mensaje más antiguo: «%1».</translation>
    </message>
    <message>
        <source> The %1 oldest messages would be left out, from “%2” to “%3”.</source>
        <translation> Se omitirían los %1 mensajes más antiguos, de «%2» a «%3».</translation>
    </message>
    <message>
        <source>Reading %1 of %2 tokens</source>
        <translation>Leyendo %1 de %2 tokens</translation>
    </message>
    <message>
        <source>The answer ends here because the model&apos;s context is full.</source>
        <translation>La respuesta termina aquí porque el contexto del modelo está lleno.</translation>
    </message>
    <message>
        <source>The answer was cut at the longest length that is allowed.</source>
        <translation>La respuesta se cortó en la longitud máxima permitida.</translation>
    </message>
    <message>
        <source>%1 (fork)</source>
        <translation>%1 (bifurcación)</translation>
    </message>
    <message>
        <source>Nothing was sent. Shorten your message, begin a new chat, or choose in the inspector what shall happen when the context is full.</source>
        <translation>No se envió nada. Acorta el mensaje, empieza un chat nuevo o elige en el inspector qué hacer cuando el contexto se llene.</translation>
    </message>
    <message>
        <source>Summarising %1…</source>
        <translation>Resumiendo %1…</translation>
    </message>
    <message>
        <source>message</source>
        <translation>mensaje</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>mensajes</translation>
    </message>
    <message>
        <source>The oldest messages could not be summarised: %1</source>
        <translation>No se pudieron resumir los mensajes más antiguos: %1</translation>
    </message>
    <message>
        <source>This chat was last answered by %1.</source>
        <translation>En este chat respondió por última vez %1.</translation>
    </message>
    <message>
        <source>The preset of this chat is meant for %1.</source>
        <translation>El preajuste de este chat está pensado para %1.</translation>
    </message>
    <message>
        <source>Chats in this folder begin with %1.</source>
        <translation>Los chats de esta carpeta empiezan con %1.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ChatLibrary</name>
    <message>
        <source>Renamed to “%1”</source>
        <translation>Ahora se llama «%1»</translation>
    </message>
    <message>
        <source>The chat was pinned</source>
        <translation>El chat quedó fijado</translation>
    </message>
    <message>
        <source>%1 chats were pinned</source>
        <translation>%1 chats quedaron fijados</translation>
    </message>
    <message>
        <source>The chat was unpinned</source>
        <translation>El chat ya no está fijado</translation>
    </message>
    <message>
        <source>%1 chats were unpinned</source>
        <translation>%1 chats ya no están fijados</translation>
    </message>
    <message>
        <source>The chat was moved</source>
        <translation>El chat se movió</translation>
    </message>
    <message>
        <source>%1 chats were moved</source>
        <translation>Se movieron %1 chats</translation>
    </message>
    <message>
        <source>The chat was moved to the trash</source>
        <translation>El chat se movió a la papelera</translation>
    </message>
    <message>
        <source>%1 chats were moved to the trash</source>
        <translation>%1 chats se movieron a la papelera</translation>
    </message>
    <message>
        <source>The chat was restored</source>
        <translation>El chat se restauró</translation>
    </message>
    <message>
        <source>%1 chats were restored</source>
        <translation>Se restauraron %1 chats</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Carpeta nueva</translation>
    </message>
    <message>
        <source>A folder was made</source>
        <translation>Se creó una carpeta</translation>
    </message>
    <message>
        <source>The folder was moved</source>
        <translation>La carpeta se movió</translation>
    </message>
    <message>
        <source>The folder was deleted; its chats are still there</source>
        <translation>La carpeta se borró; sus chats siguen ahí</translation>
    </message>
    <message>
        <source>The folder was restored</source>
        <translation>La carpeta se restauró</translation>
    </message>
    <message>
        <source>The folder&apos;s settings were saved</source>
        <translation>Se guardaron los ajustes de la carpeta</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::CodeSaver</name>
    <message>
        <source>The code could not be saved to %1: %2. Choose another folder.</source>
        <translation>No se pudo guardar el código en %1: %2. Elige otra carpeta.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ContextBar</name>
    <message>
        <source>What you are writing</source>
        <translation>Lo que estás escribiendo</translation>
    </message>
    <message>
        <source>%1 earlier turns</source>
        <translation>%1 turnos anteriores</translation>
    </message>
    <message>
        <source>Instructions and summary</source>
        <translation>Instrucciones y resumen</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>Instrucciones</translation>
    </message>
    <message>
        <source>Marks of the chat template</source>
        <translation>Marcas de la plantilla de chat</translation>
    </message>
    <message>
        <source>Kept free for the answer</source>
        <translation>Reservado para la respuesta</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Libre</translation>
    </message>
    <message>
        <source>%1 of %2 tokens, and %3 kept free for the answer.</source>
        <translation>%1 de %2 tokens, y %3 reservados para la respuesta.</translation>
    </message>
    <message>
        <source>%1 tokens, and %2 for the answer: more than the model&apos;s %3.</source>
        <translation>%1 tokens, y %2 para la respuesta: más que los %3 del modelo.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ContextMeter</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>token</source>
        <translation>token</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>tokens</translation>
    </message>
    <message>
        <source>With what you are writing</source>
        <translation>Con lo que estás escribiendo</translation>
    </message>
    <message>
        <source>This conversation</source>
        <translation>Esta conversación</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 tokens</translation>
    </message>
    <message>
        <source>The model can hold</source>
        <translation>El modelo admite</translation>
    </message>
    <message>
        <source>Left for answers</source>
        <translation>Queda para respuestas</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ConversationListModel</name>
    <message>
        <source>New chat</source>
        <translation>Chat nuevo</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Encontrado</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Fijados</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Carpetas</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Ayer</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Esta semana</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Este mes</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Antes</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::DesktopSession</name>
    <message>
        <source>Writing an answer</source>
        <translation>Escribiendo una respuesta</translation>
    </message>
    <message>
        <source>Downloading a model</source>
        <translation>Descargando un modelo</translation>
    </message>
    <message>
        <source>An answer could not be finished</source>
        <translation>No se pudo terminar una respuesta</translation>
    </message>
    <message>
        <source>Your answer is ready</source>
        <translation>Tu respuesta está lista</translation>
    </message>
    <message>
        <source>Click to read it.</source>
        <translation>Haz clic para leerla.</translation>
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
        <translation>espera a que se pueda preguntar al hub</translation>
    </message>
    <message>
        <source>waiting its turn</source>
        <translation>espera su turno</translation>
    </message>
    <message>
        <source>checked as it comes</source>
        <translation>se comprueba al llegar</translation>
    </message>
    <message>
        <source>beginning</source>
        <translation>empezando</translation>
    </message>
    <message>
        <source>tries again by itself</source>
        <translation>reintenta por sí sola</translation>
    </message>
    <message>
        <source>checking the last of it</source>
        <translation>comprobando lo último</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenida</translation>
    </message>
    <message>
        <source>ready, checksum correct</source>
        <translation>lista, suma correcta</translation>
    </message>
    <message>
        <source>ready; the hub states no checksum</source>
        <translation>lista; el hub no indica suma de comprobación</translation>
    </message>
    <message>
        <source>size not known yet</source>
        <translation>tamaño aún desconocido</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Downloading · %1/s</source>
        <translation>Descargando · %1/s</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Descargando</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Sin límite</translation>
    </message>
    <message>
        <source>%1 MB/s</source>
        <translation>%1 MB/s</translation>
    </message>
    <message>
        <source>%1 free on this disk</source>
        <translation>%1 libres en este disco</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE is set for this computer: the download stays where it is.</source>
        <translation>HF_HUB_OFFLINE está fijado en este equipo: la descarga se queda donde está.</translation>
    </message>
    <message>
        <source>Hearth works offline, and the download stays where it is. Asking the hub can be allowed again in the settings, under Models and downloads.</source>
        <translation>Hearth trabaja sin conexión y la descarga se queda donde está. Se puede volver a permitir preguntar al hub en los ajustes, en «Modelos y descargas».</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::EnergyWatch</name>
    <message>
        <source>processor and graphics card</source>
        <translation>procesador y tarjeta gráfica</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>procesador</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>tarjeta gráfica</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ExchangeController</name>
    <message>
        <source>Stopped. What was imported until then stays.</source>
        <translation>Detenido. Lo importado hasta ahora se conserva.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Leyendo…</translation>
    </message>
    <message>
        <source>Reading… %1 chats so far</source>
        <translation>Leyendo… %1 chats por ahora</translation>
    </message>
    <message>
        <source>%1 of %2 chats</source>
        <translation>%1 de %2 chats</translation>
    </message>
    <message>
        <source>This chat</source>
        <translation>Este chat</translation>
    </message>
    <message>
        <source>This folder</source>
        <translation>Esta carpeta</translation>
    </message>
    <message>
        <source>All chats</source>
        <translation>Todos los chats</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>for notes and editors</source>
        <translation>para notas y editores</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>Página web</translation>
    </message>
    <message>
        <source>one file that any browser shows</source>
        <translation>un archivo que muestra cualquier navegador</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>for printing and passing on</source>
        <translation>para imprimir y compartir</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Texto sin formato</translation>
    </message>
    <message>
        <source>as it was written</source>
        <translation>tal como se escribió</translation>
    </message>
    <message>
        <source>Hearth chats %1</source>
        <translation>Chats de Hearth %1</translation>
    </message>
    <message>
        <source>Untitled chat</source>
        <translation>Chat sin título</translation>
    </message>
    <message>
        <source>Choose a place on this computer to export to.</source>
        <translation>Elige un lugar de este equipo para exportar.</translation>
    </message>
    <message>
        <source>There is no chat to export.</source>
        <translation>No hay ningún chat que exportar.</translation>
    </message>
    <message>
        <source>One chat was exported.</source>
        <translation>Se exportó un chat.</translation>
    </message>
    <message>
        <source>%1 chats were exported.</source>
        <translation>Se exportaron %1 chats.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>«%1»</translation>
    </message>
    <message>
        <source>There is nothing new in it.</source>
        <translation>No contiene nada nuevo.</translation>
    </message>
    <message>
        <source>Nothing was imported.</source>
        <translation>No se importó nada.</translation>
    </message>
    <message>
        <source>One chat with %1 messages will be imported into %2.</source>
        <translation>Se importará un chat con %1 mensajes en %2.</translation>
    </message>
    <message>
        <source>%1 chats with %2 messages will be imported into %3.</source>
        <translation>Se importarán %1 chats con %2 mensajes en %3.</translation>
    </message>
    <message>
        <source>One chat is now in %1.</source>
        <translation>Ahora hay un chat en %1.</translation>
    </message>
    <message>
        <source>%1 chats are now in %2.</source>
        <translation>Ahora hay %1 chats en %2.</translation>
    </message>
    <message>
        <source>Already in Hearth: %1.</source>
        <translation>Ya están en Hearth: %1.</translation>
    </message>
    <message>
        <source>Without a message, left out: %1.</source>
        <translation>Sin mensajes, omitidos: %1.</translation>
    </message>
    <message>
        <source>With problems, left out: %1.</source>
        <translation>Con problemas, omitidos: %1.</translation>
    </message>
    <message>
        <source>Choose a file or a folder on this computer.</source>
        <translation>Elige un archivo o una carpeta de este equipo.</translation>
    </message>
    <message>
        <source>Backup (Hearth JSON)</source>
        <translation>Copia de seguridad (JSON de Hearth)</translation>
    </message>
    <message>
        <source>everything: all versions and the thinking; can be imported again</source>
        <translation>todo: todas las versiones y el razonamiento; se puede volver a importar</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ExpertMapItem</name>
    <message>
        <source>on the graphics card</source>
        <translation>en la tarjeta gráfica</translation>
    </message>
    <message>
        <source>in memory</source>
        <translation>en la memoria</translation>
    </message>
    <message>
        <source>on disk</source>
        <translation>en el disco</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>no está</translation>
    </message>
    <message>
        <source>used by the newest token</source>
        <translation>usado por el último token</translation>
    </message>
    <message>
        <source>used a moment ago</source>
        <translation>usado hace un momento</translation>
    </message>
    <message>
        <source>used a while ago</source>
        <translation>usado hace un rato</translation>
    </message>
    <message>
        <source>not used lately</source>
        <translation>sin usar últimamente</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Layer %1, expert %2: %3</source>
        <translation>Capa %1, experto %2: %3</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::FitDesk</name>
    <message>
        <source>%1 of free memory</source>
        <translation>%1 de memoria libre</translation>
    </message>
    <message>
        <source>No graphics card in use · %1</source>
        <translation>Sin tarjeta gráfica en uso · %1</translation>
    </message>
    <message>
        <source>%1 with %2 · %3</source>
        <translation>%1 con %2 · %3</translation>
    </message>
    <message>
        <source>Models of up to about %1 billion parameters run on the processor; the smaller, the faster.</source>
        <translation>En el procesador funcionan modelos de hasta unos %1 mil millones de parámetros; cuanto menores, más rápidos.</translation>
    </message>
    <message>
        <source>Models of up to about %1 billion parameters fit on the graphics card, and those made of experts up to about %2 billion together with the memory.</source>
        <translation>En la tarjeta gráfica caben modelos de hasta unos %1 mil millones de parámetros, y los de expertos, junto con la memoria, hasta unos %2 mil millones.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>%1k</source>
        <translation>%1k</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>por %1</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>unos %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::FoundModels</name>
    <message>
        <source>comes with Hearth</source>
        <translation>viene con Hearth</translation>
    </message>
    <message>
        <source>%1 is not a folder on this computer.</source>
        <translation>%1 no es una carpeta de este equipo.</translation>
    </message>
    <message>
        <source>downloads go here</source>
        <translation>aquí van las descargas</translation>
    </message>
    <message>
        <source>added by you</source>
        <translation>añadida por ti</translation>
    </message>
    <message>
        <source>added by you; not there at the moment</source>
        <translation>añadida por ti; ahora no está</translation>
    </message>
    <message>
        <source>%1, only read</source>
        <translation>%1, solo lectura</translation>
    </message>
    <message>
        <source>Cannot be loaded</source>
        <translation>No se puede cargar</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>Buscando modelos…</translation>
    </message>
    <message>
        <source>No models were found on this computer yet.</source>
        <translation>Aún no se encontraron modelos en este equipo.</translation>
    </message>
    <message>
        <source>model on this computer</source>
        <translation>modelo en este equipo</translation>
    </message>
    <message>
        <source>models on this computer</source>
        <translation>modelos en este equipo</translation>
    </message>
    <message>
        <source>It comes with Hearth and takes next to no room.</source>
        <translation>Viene con Hearth y casi no ocupa.</translation>
    </message>
    <message>
        <source>It belongs to %1. Hearth only reads it; delete it there.</source>
        <translation>Pertenece a %1. Hearth solo lo lee; bórralo allí.</translation>
    </message>
    <message>
        <source>Its file lies outside of the folders that you gave to Hearth: %1.</source>
        <translation>Su archivo está fuera de las carpetas que diste a Hearth: %1.</translation>
    </message>
    <message>
        <source>%1 could not be moved to the trash: is its folder writable, and is there a trash on that disk? Nothing was deleted.</source>
        <translation>No se pudo mover %1 a la papelera: ¿se puede escribir en su carpeta y hay papelera en ese disco? No se borró nada.</translation>
    </message>
    <message>
        <source>%1 could not be brought back; it is still in the trash.</source>
        <translation>No se pudo recuperar %1; sigue en la papelera.</translation>
    </message>
    <message>
        <source>It is a whole folder, and Hearth deletes folders only where its own downloads are. Delete it with the file manager if you no longer need it.</source>
        <translation>Es una carpeta entera, y Hearth solo elimina carpetas donde están sus propias descargas. Elimínela con el gestor de archivos si ya no la necesita.</translation>
    </message>
    <message>
        <source>Its files lie outside of its folder: %1. Delete it with the file manager.</source>
        <translation>Sus archivos están fuera de su carpeta: %1. Elimínelo con el gestor de archivos.</translation>
    </message>
    <message>
        <source>Its folder also holds “%1”, which is not part of the model. Move that elsewhere, or delete the folder with the file manager.</source>
        <translation>Su carpeta contiene también «%1», que no forma parte del modelo. Muévalo a otro lugar o elimine la carpeta con el gestor de archivos.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::HardwareController</name>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>the best graphics card, where there is one</source>
        <translation>la mejor tarjeta gráfica, si hay alguna</translation>
    </message>
    <message>
        <source>computes on the processor, slower than “Processor only”; for tests</source>
        <translation>calcula en el procesador, más lento que «Solo procesador»; para pruebas</translation>
    </message>
    <message>
        <source>cannot be used: %1</source>
        <translation>no se puede usar: %1</translation>
    </message>
    <message>
        <source>not found on this computer now</source>
        <translation>no se encuentra ahora en este equipo</translation>
    </message>
    <message>
        <source>your choice</source>
        <translation>tu elección</translation>
    </message>
    <message>
        <source>Processor only</source>
        <translation>Solo procesador</translation>
    </message>
    <message>
        <source>nothing is put on a graphics card</source>
        <translation>no se pone nada en una tarjeta gráfica</translation>
    </message>
    <message>
        <source>Looking for graphics cards…</source>
        <translation>Buscando tarjetas gráficas…</translation>
    </message>
    <message>
        <source>No graphics card was found: %1.</source>
        <translation>No se encontró ninguna tarjeta gráfica: %1.</translation>
    </message>
    <message>
        <source>No graphics card with Vulkan was found on this computer.</source>
        <translation>No se encontró en este equipo ninguna tarjeta gráfica con Vulkan.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>now %1 of %2</source>
        <translation>ahora %1 de %2</translation>
    </message>
    <message>
        <source>There is no graphics card to choose for.</source>
        <translation>No hay tarjeta gráfica para la que elegir.</translation>
    </message>
    <message>
        <source>Holds when a model runs on the graphics card.</source>
        <translation>Vale cuando un modelo funciona en la tarjeta gráfica.</translation>
    </message>
    <message>
        <source>When other programs need more of it, experts make room; when it is free again, they come back.</source>
        <translation>Si otros programas necesitan más, los expertos hacen sitio; cuando queda libre, vuelven.</translation>
    </message>
    <message>
        <source>Holds at once: experts leave the card or come back, and the model stays loaded.</source>
        <translation>Vale al instante: los expertos salen de la tarjeta o vuelven, y el modelo sigue cargado.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Pesos</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Expertos</translation>
    </message>
    <message>
        <source>Conversation cache</source>
        <translation>Caché de la conversación</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>Cálculo</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Otros programas</translation>
    </message>
    <message>
        <source>Free, at most</source>
        <translation>Libre, como mucho</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Libre</translation>
    </message>
    <message>
        <source>the driver does not tell</source>
        <translation>el controlador no lo dice</translation>
    </message>
    <message>
        <source>on the graphics card</source>
        <translation>en la tarjeta gráfica</translation>
    </message>
    <message>
        <source>in memory</source>
        <translation>en la memoria</translation>
    </message>
    <message>
        <source>on disk</source>
        <translation>en el disco</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>no answer yet since the model was loaded</source>
        <translation>aún sin respuestas desde que se cargó el modelo</translation>
    </message>
    <message>
        <source>limit of this computer: %1</source>
        <translation>límite de este equipo: %1</translation>
    </message>
    <message>
        <source>the limit of this computer is not measured yet</source>
        <translation>el límite de este equipo aún no se ha medido</translation>
    </message>
    <message>
        <source>Expert hits</source>
        <translation>Aciertos de expertos</translation>
    </message>
    <message>
        <source>this model has no experts</source>
        <translation>este modelo no tiene expertos</translation>
    </message>
    <message>
        <source>no graphics card is in use</source>
        <translation>no se usa ninguna tarjeta gráfica</translation>
    </message>
    <message>
        <source>no experts are on the card</source>
        <translation>no hay expertos en la tarjeta</translation>
    </message>
    <message>
        <source>of the last %1 tokens</source>
        <translation>de los últimos %1 tokens</translation>
    </message>
    <message>
        <source>Read per token</source>
        <translation>Lectura por token</translation>
    </message>
    <message>
        <source>the first answer shows who reads how much</source>
        <translation>la primera respuesta muestra quién lee cuánto</translation>
    </message>
    <message>
        <source>%1 by the card</source>
        <translation>%1 por la tarjeta</translation>
    </message>
    <message>
        <source>%1 by the processor</source>
        <translation>%1 por el procesador</translation>
    </message>
    <message>
        <source>%1 from disk</source>
        <translation>%1 del disco</translation>
    </message>
    <message>
        <source>all of it on the graphics card</source>
        <translation>todo en la tarjeta gráfica</translation>
    </message>
    <message>
        <source>all of it by the processor</source>
        <translation>todo por el procesador</translation>
    </message>
    <message>
        <source>On a graphics card</source>
        <translation>En una tarjeta gráfica</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nada</translation>
    </message>
    <message>
        <source>the processor does all the work</source>
        <translation>el procesador hace todo el trabajo</translation>
    </message>
    <message>
        <source>none wait on disk</source>
        <translation>ninguno espera en el disco</translation>
    </message>
    <message>
        <source>%1 wait on disk</source>
        <translation>%1 esperan en el disco</translation>
    </message>
    <message>
        <source>Experts in memory</source>
        <translation>Expertos en memoria</translation>
    </message>
    <message>
        <source>Layers on the card</source>
        <translation>Capas en la tarjeta</translation>
    </message>
    <message>
        <source>the whole model</source>
        <translation>el modelo entero</translation>
    </message>
    <message>
        <source>the processor computes %1</source>
        <translation>el procesador calcula %1</translation>
    </message>
    <message>
        <source>Experts on the card</source>
        <translation>Expertos en la tarjeta</translation>
    </message>
    <message>
        <source>and all other weights</source>
        <translation>y todos los demás pesos</translation>
    </message>
    <message>
        <source>with %1 of %2 layers</source>
        <translation>con %1 de %2 capas</translation>
    </message>
    <message>
        <source>No model is loaded, so there is nothing to show yet.</source>
        <translation>No hay ningún modelo cargado, así que aún no hay nada que mostrar.</translation>
    </message>
    <message>
        <source>%1 is being loaded.</source>
        <translation>Se está cargando %1.</translation>
    </message>
    <message>
        <source>%1 runs on %2.</source>
        <translation>%1 funciona en %2.</translation>
    </message>
    <message>
        <source>This model has no experts: every token reads all of its weights, so there is no map of hot and cold ones.</source>
        <translation>Este modelo no tiene expertos: cada token lee todos sus pesos, por eso no hay mapa de calientes y fríos.</translation>
    </message>
    <message>
        <source>You chose the processor for it below.</source>
        <translation>Abajo está elegido el procesador.</translation>
    </message>
    <message>
        <source>This model is so small (%1) that the processor is enough for it.</source>
        <translation>Este modelo es tan pequeño (%1) que le basta el procesador.</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>A graphics card with Vulkan 1.2 would make it faster: one with %1 would hold all of it; with less, the experts your conversation is using go on the card, and the others stay in memory.</source>
        <translation>Una tarjeta gráfica con Vulkan 1.2 lo haría más rápido: una de %1 lo contendría entero; con menos, los expertos que usa la conversación van a la tarjeta y los demás quedan en la memoria.</translation>
    </message>
    <message>
        <source>A graphics card with Vulkan 1.2 would make it faster: one with %1 would hold all of it; with less, as many layers as fit go on the card.</source>
        <translation>Una tarjeta gráfica con Vulkan 1.2 lo haría más rápido: una de %1 lo contendría entero; con menos, van a la tarjeta tantas capas como quepan.</translation>
    </message>
    <message>
        <source>Graphics memory · %1</source>
        <translation>Memoria gráfica · %1</translation>
    </message>
    <message>
        <source>Hearth uses %1 and may use %2</source>
        <translation>Hearth usa %1 y puede usar %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Layers · %1 of %2 on the graphics card</source>
        <translation>Capas · %1 de %2 en la tarjeta gráfica</translation>
    </message>
    <message>
        <source>Experts · %1 of %2</source>
        <translation>Expertos · %1 de %2</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>capa</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>capas</translation>
    </message>
    <message>
        <source>the stronger the colour, the more recently used</source>
        <translation>cuanto más intenso el color, más reciente su uso</translation>
    </message>
    <message>
        <source>the first answer shows which are used</source>
        <translation>la primera respuesta muestra cuáles se usan</translation>
    </message>
    <message>
        <source>which are used is followed on a graphics card</source>
        <translation>en una tarjeta gráfica se sigue cuáles se usan</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Map of the experts, %1 of %2: %3</source>
        <translation>Mapa de los expertos, %1 de %2: %3</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 de aciertos</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::HubAccess</name>
    <message>
        <source>A token is kept in the keyring. It is sent to %1 and to nobody else.</source>
        <translation>Hay un token en el llavero. Se envía a %1 y a nadie más.</translation>
    </message>
    <message>
        <source>The token that other tools left on this computer is used, for %1 alone.</source>
        <translation>Se usa el token que otras herramientas dejaron en este equipo, solo para %1.</translation>
    </message>
    <message>
        <source>Needed only for models whose publisher asks for consent first. It goes into the keyring, never into a file of Hearth&apos;s.</source>
        <translation>Solo hace falta para modelos cuyo autor pide antes consentimiento. Va al llavero, nunca a un archivo de Hearth.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>Preguntando a %1…</translation>
    </message>
    <message>
        <source>The token works; it belongs to %1.</source>
        <translation>El token funciona; pertenece a %1.</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>%1, %2 received</source>
        <translation>%1, %2 recibidos</translation>
    </message>
    <message>
        <source>, with your token</source>
        <translation>, con tu token</translation>
    </message>
    <message>
        <source>Nothing was sent since Hearth was started.</source>
        <translation>No se envió nada desde que se inició Hearth.</translation>
    </message>
    <message>
        <source>%1 since Hearth was started, newest first.</source>
        <translation>%1 desde que se inició Hearth, lo más reciente primero.</translation>
    </message>
    <message>
        <source>request</source>
        <translation>petición</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>peticiones</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::HubSearch</name>
    <message>
        <source>%1 downloads</source>
        <translation>%1 descargas</translation>
    </message>
    <message>
        <source>Trending</source>
        <translation>Tendencia</translation>
    </message>
    <message>
        <source>Most downloaded</source>
        <translation>Más descargados</translation>
    </message>
    <message>
        <source>Most liked</source>
        <translation>Más valorados</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Más nuevos</translation>
    </message>
    <message>
        <source>Asks for consent</source>
        <translation>Pide consentimiento</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::InspectorController</name>
    <message>
        <source>The makers of %1 advise against a system prompt: put instructions into your message instead.</source>
        <translation>Los autores de %1 desaconsejan un prompt de sistema: pon las instrucciones en tu mensaje.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>temperatura</translation>
    </message>
    <message>
        <source>top-p</source>
        <translation>top-p</translation>
    </message>
    <message>
        <source>top-k</source>
        <translation>top-k</translation>
    </message>
    <message>
        <source>min-p</source>
        <translation>min-p</translation>
    </message>
    <message>
        <source>repetition penalty</source>
        <translation>penalización por repetición</translation>
    </message>
    <message>
        <source>no system prompt</source>
        <translation>sin prompt de sistema</translation>
    </message>
    <message>
        <source>Recommended for %1: %2.</source>
        <translation>Recomendado para %1: %2.</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Razonamiento</translation>
    </message>
    <message>
        <source>The model thinks before it answers: slower, and better at hard questions.</source>
        <translation>El modelo razona antes de responder: más lento y mejor en preguntas difíciles.</translation>
    </message>
    <message>
        <source>A setting of this model&apos;s chat template.</source>
        <translation>Un ajuste de la plantilla de chat de este modelo.</translation>
    </message>
    <message>
        <source>As the model has it</source>
        <translation>Como lo trae el modelo</translation>
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
        <translation>Ahora no hay nada guardado.</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s), %1</source>
        <translation>
            <numerusform>%n chat, %1</numerusform>
            <numerusform>%n chats, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Language</name>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::LibraryController</name>
    <message>
        <source>Chosen by hand, as of %1. Reading this list sends nothing.</source>
        <translation>Elegidos a mano, a fecha de %1. Leer esta lista no envía nada.</translation>
    </message>
    <message>
        <source>%1, %2 active</source>
        <translation>%1, %2 activos</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>That link belongs to %1, but Hearth asks %2. The hub can be changed in the settings.</source>
        <translation>Ese enlace es de %1, pero Hearth pregunta a %2. El hub se puede cambiar en los ajustes.</translation>
    </message>
    <message>
        <source>This model is in use. Choose another one first.</source>
        <translation>Este modelo está en uso. Elige antes otro.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::MessageItem</name>
    <message>
        <source>token</source>
        <translation>token</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>tokens</translation>
    </message>
    <message>
        <source>%1 s to first</source>
        <translation>%1 s hasta el primero</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 de aciertos</translation>
    </message>
    <message>
        <source>The model did not read the oldest message: it did not fit any more.</source>
        <translation>El modelo no leyó el mensaje más antiguo: ya no cabía.</translation>
    </message>
    <message>
        <source>The model did not read the %1 oldest messages: they did not fit any more.</source>
        <translation>El modelo no leyó los %1 mensajes más antiguos: ya no cabían.</translation>
    </message>
    <message>
        <source>%1 guessed</source>
        <translation>%1 adivinado</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ModelController</name>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Arquitectura</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parámetros</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Formato numérico</translation>
    </message>
    <message>
        <source>Context in use</source>
        <translation>Contexto en uso</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 tokens</translation>
    </message>
    <message>
        <source>Context as trained</source>
        <translation>Contexto de entrenamiento</translation>
    </message>
    <message>
        <source>The file is no longer there</source>
        <translation>El archivo ya no está</translation>
    </message>
    <message>
        <source>Tiny demonstration model · %1</source>
        <translation>Modelo mínimo de demostración · %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Folder · %1</source>
        <translation>Carpeta · %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ModelDetail</name>
    <message>
        <source>%1 bits</source>
        <translation>%1 bits</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 parámetros</translation>
    </message>
    <message>
        <source>%1 parameters, %2 active per token</source>
        <translation>%1 parámetros, %2 activos por token</translation>
    </message>
    <message>
        <source>as trained</source>
        <translation>tal como se entrenó</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>equilibrado</translation>
    </message>
    <message>
        <source>tiny, poor</source>
        <translation>mínimo, pobre</translation>
    </message>
    <message>
        <source>small, loses quality</source>
        <translation>pequeño, pierde calidad</translation>
    </message>
    <message>
        <source>small</source>
        <translation>pequeño</translation>
    </message>
    <message>
        <source>good</source>
        <translation>bueno</translation>
    </message>
    <message>
        <source>very good</source>
        <translation>muy bueno</translation>
    </message>
    <message>
        <source>best, nearly lossless</source>
        <translation>el mejor, casi sin pérdida</translation>
    </message>
    <message>
        <source>%1k context</source>
        <translation>contexto de %1k</translation>
    </message>
    <message>
        <source>licence not confirmed</source>
        <translation>licencia sin confirmar</translation>
    </message>
    <message>
        <source>its publisher asks for consent first</source>
        <translation>su autor pide antes consentimiento</translation>
    </message>
    <message>
        <source>This repository has no GGUF files. Many publishers keep them in another one, with GGUF in its name.</source>
        <translation>Este repositorio no tiene archivos GGUF. Muchos autores los guardan en otro con GGUF en el nombre.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Arquitectura</translation>
    </message>
    <message>
        <source>, %1 bits per weight</source>
        <translation>, %1 bits por peso</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>Formato numérico</translation>
    </message>
    <message>
        <source>Context as trained</source>
        <translation>Contexto de entrenamiento</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 tokens</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>Plantilla de chat</translation>
    </message>
    <message>
        <source>in the file</source>
        <translation>en el archivo</translation>
    </message>
    <message>
        <source>none; a plain one is used</source>
        <translation>ninguna; se usa una sencilla</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>Encontrado en</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>Also at</source>
        <translation>También en</translation>
    </message>
    <message>
        <source>Cannot be loaded</source>
        <translation>No se puede cargar</translation>
    </message>
    <message>
        <source>size at the hub</source>
        <translation>tamaño en el hub</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Descargar</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>Descargar %1</translation>
    </message>
    <message>
        <source>The repository lacks parts of this model. Choose another file.</source>
        <translation>Al repositorio le faltan partes de este modelo. Elige otro archivo.</translation>
    </message>
    <message>
        <source>The download stopped; see below.</source>
        <translation>La descarga se detuvo; mira abajo.</translation>
    </message>
    <message>
        <source>It is in the list of downloads.</source>
        <translation>Está en la lista de descargas.</translation>
    </message>
    <message>
        <source>This file is on this computer.</source>
        <translation>Este archivo está en este equipo.</translation>
    </message>
    <message>
        <source>%1 no longer has the file %2. Open its page to see what took its place.</source>
        <translation>%1 ya no tiene el archivo %2. Abre su página para ver qué ocupó su lugar.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>in the folder</source>
        <translation>en la carpeta</translation>
    </message>
    <message>
        <source>Make a smaller copy…</source>
        <translation>Hacer una copia más pequeña…</translation>
    </message>
    <message>
        <source>Its weights are stored with about %1 bits each. It runs as it is; a copy in a larger form answers faster on many processors, but needs more memory and is no more precise than this file.</source>
        <translation>Cada uno de sus pesos ocupa unos %1 bits. Funciona tal cual; una copia en una forma más grande responde más rápido en muchos procesadores, pero necesita más memoria y no es más precisa que este archivo.</translation>
    </message>
    <message>
        <source>%1 runs as it is; a larger copy answers faster on many processors.</source>
        <translation>%1 funciona tal cual; una copia más grande responde más rápido en muchos procesadores.</translation>
    </message>
    <message>
        <source>Make a faster copy…</source>
        <translation>Hacer una copia más rápida…</translation>
    </message>
    <message>
        <source>Its weights are stored with about %1 bits each. It runs as it is.</source>
        <translation>Cada uno de sus pesos ocupa unos %1 bits. Funciona tal cual.</translation>
    </message>
    <message>
        <source>This is the model as its makers published it. It runs as it is.</source>
        <translation>Este es el modelo tal como lo publicaron sus creadores. Funciona tal cual.</translation>
    </message>
    <message>
        <source>%1 runs as it is; a smaller copy is faster.</source>
        <translation>%1 funciona tal cual; una copia más pequeña es más rápida.</translation>
    </message>
    <message>
        <source>This is the model as its makers published it. It runs as it is; a smaller copy with 4 bits takes about %1 instead of %2 and is faster.</source>
        <translation>Este es el modelo tal como lo publicaron sus creadores. Funciona tal cual; una copia más pequeña de 4 bits ocupa unos %1 en lugar de %2 y es más rápida.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Notifications</name>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::PaletteModel</name>
    <message>
        <source>New chat</source>
        <translation>Chat nuevo</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Órdenes</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>En uso</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Carpetas</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ParameterListModel</name>
    <message>
        <source>Until it ends</source>
        <translation>Hasta que termine</translation>
    </message>
    <message>
        <source>Hearth&apos;s own</source>
        <translation>Lo propio de Hearth</translation>
    </message>
    <message>
        <source>Recommended for %1</source>
        <translation>Recomendado para %1</translation>
    </message>
    <message>
        <source>Your default for this model</source>
        <translation>Tu valor predeterminado para este modelo</translation>
    </message>
    <message>
        <source>From the preset “%1”</source>
        <translation>Del preajuste «%1»</translation>
    </message>
    <message>
        <source>From the folder</source>
        <translation>De la carpeta</translation>
    </message>
    <message>
        <source>Set for this chat</source>
        <translation>Fijado para este chat</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Al azar</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::PictureItem</name>
    <message>
        <source>This is no picture of a kind that Hearth shows (PNG, JPEG, GIF, WebP or BMP).</source>
        <translation>No es una imagen de un tipo que Hearth muestre (PNG, JPEG, GIF, WebP o BMP).</translation>
    </message>
    <message>
        <source>This picture is too large to be shown.</source>
        <translation>Esta imagen es demasiado grande para mostrarla.</translation>
    </message>
    <message>
        <source>This picture is damaged or incomplete.</source>
        <translation>Esta imagen está dañada o incompleta.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>A picture at %1. It is not fetched unless you ask.</source>
        <translation>Una imagen en %1. Solo se descarga si lo pides.</translation>
    </message>
    <message>
        <source>A picture in the file %1. It is not read unless you ask.</source>
        <translation>Una imagen en el archivo %1. Solo se lee si lo pides.</translation>
    </message>
    <message>
        <source>This is no address of a picture.</source>
        <translation>No es la dirección de una imagen.</translation>
    </message>
    <message>
        <source>There is nothing to be read: no file, an empty one, or one of more than 32 MB.</source>
        <translation>No hay nada que leer: no hay archivo, está vacío o supera los 32 MB.</translation>
    </message>
    <message>
        <source>The picture did not arrive: it is larger than 32 MB, or %1 was silent for too long.</source>
        <translation>La imagen no llegó: supera los 32 MB o %1 tardó demasiado en responder.</translation>
    </message>
    <message>
        <source>The picture could not be loaded: %1</source>
        <translation>No se pudo cargar la imagen: %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::PresetListModel</name>
    <message>
        <source>New preset</source>
        <translation>Preajuste nuevo</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1 (copia)</translation>
    </message>
    <message>
        <source>“%1” could not be written: %2. Choose another place.</source>
        <translation>No se pudo escribir «%1»: %2. Elige otro lugar.</translation>
    </message>
    <message>
        <source>%1 written to “%2”.</source>
        <translation>%1 en «%2».</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>preajuste</translation>
    </message>
    <message>
        <source>presets</source>
        <translation>preajustes</translation>
    </message>
    <message>
        <source>“%1” could not be read: %2.</source>
        <translation>No se pudo leer «%1»: %2.</translation>
    </message>
    <message>
        <source>%1 imported.</source>
        <translation>Importado: %1.</translation>
    </message>
    <message>
        <source>Nothing set yet</source>
        <translation>Aún sin ajustes</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>parámetro</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>parámetros</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ScriptWorker</name>
    <message>
        <source>%1 is not part of this build</source>
        <translation>%1 no forma parte de esta compilación</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>tardó demasiado</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::SentFiles</name>
    <message>
        <source>%1 · %2 of it shown</source>
        <translation>%1 · mostrado el %2</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::SmallerCopy</name>
    <message>
        <source>8 bits</source>
        <translation>8 bits</translation>
    </message>
    <message>
        <source>like the original</source>
        <translation>como el original</translation>
    </message>
    <message>
        <source>6 bits</source>
        <translation>6 bits</translation>
    </message>
    <message>
        <source>hardly to be told from the original</source>
        <translation>apenas se distingue del original</translation>
    </message>
    <message>
        <source>5 bits</source>
        <translation>5 bits</translation>
    </message>
    <message>
        <source>very close to the original</source>
        <translation>muy cerca del original</translation>
    </message>
    <message>
        <source>4 bits</source>
        <translation>4 bits</translation>
    </message>
    <message>
        <source>the usual choice</source>
        <translation>la elección habitual</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>Mixta</translation>
    </message>
    <message>
        <source>experts small, the rest fine</source>
        <translation>expertos pequeños, el resto fino</translation>
    </message>
    <message>
        <source>3 bits</source>
        <translation>3 bits</translation>
    </message>
    <message>
        <source>noticeably weaker</source>
        <translation>notablemente más débil</translation>
    </message>
    <message>
        <source>2 bits</source>
        <translation>2 bits</translation>
    </message>
    <message>
        <source>only where nothing else fits</source>
        <translation>solo donde no cabe otra cosa</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>This build of Hearth cannot make copies.</source>
        <translation>Esta versión de Hearth no puede hacer copias.</translation>
    </message>
    <message>
        <source>The copy takes %1, but only %2 are free in %3. Make room there, or choose another folder for downloads in the settings.</source>
        <translation>La copia ocupa %1, pero en %3 solo hay %2 libres. Haz sitio allí o elige en los ajustes otra carpeta para las descargas.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The copy is ready: %1</source>
        <translation>La copia está lista: %1</translation>
    </message>
    <message>
        <source>Reckoning the sizes…</source>
        <translation>Calculando los tamaños…</translation>
    </message>
    <message>
        <source>Making the copy… You can go on chatting; it takes some minutes.</source>
        <translation>Haciendo la copia… Puedes seguir chateando; tarda unos minutos.</translation>
    </message>
    <message>
        <source>Making each copy for a moment and reading a text with it…</source>
        <translation>Haciendo cada copia un momento y leyendo un texto con ella…</translation>
    </message>
    <message>
        <source>This model is as small as Hearth can make it.</source>
        <translation>Hearth no puede hacer este modelo más pequeño.</translation>
    </message>
    <message>
        <source>%1: %2, keeps %3; perplexity %4</source>
        <translation>%1: %2, conserva %3; perplejidad %4</translation>
    </message>
    <message>
        <source>larger, and quicker to unpack</source>
        <translation>más grande y más rápida de desempaquetar</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::SpeedMeter</name>
    <message>
        <source>Written</source>
        <translation>Escrito</translation>
    </message>
    <message>
        <source>%1 tokens in %2 s</source>
        <translation>%1 tokens en %2 s</translation>
    </message>
    <message>
        <source> (%1)</source>
        <translation> (%1)</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Leído</translation>
    </message>
    <message>
        <source>Remembered from before</source>
        <translation>Recordado de antes</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 tokens</translation>
    </message>
    <message>
        <source>First word after</source>
        <translation>Primera palabra a los</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Guessed ahead</source>
        <translation>Adelantado</translation>
    </message>
    <message>
        <source>%1 of %2 kept, %3 tokens a step</source>
        <translation>%1 de %2 conservados, %3 tokens por paso</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::StatisticsController</name>
    <message>
        <source>token</source>
        <translation>token</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>tokens</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>respuesta</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>respuestas</translation>
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
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Escrito</translation>
    </message>
    <message>
        <source>on average %1</source>
        <translation>de media %1</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Leído</translation>
    </message>
    <message>
        <source>%1 of them remembered</source>
        <translation>%1 de ellos recordados</translation>
    </message>
    <message>
        <source>Expert hits</source>
        <translation>Aciertos de expertos</translation>
    </message>
    <message>
        <source>found on the graphics card</source>
        <translation>encontrados en la tarjeta gráfica</translation>
    </message>
    <message>
        <source>%1: %2 in %3</source>
        <translation>%1: %2 en %3</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 de aciertos</translation>
    </message>
    <message>
        <source>Unknown model</source>
        <translation>Modelo desconocido</translation>
    </message>
    <message>
        <source>No answer was measured yet in this time.</source>
        <translation>Aún no se midió ninguna respuesta en este periodo.</translation>
    </message>
    <message>
        <source>How much power this computer draws is not readable here: its kernel tells it to root only, or not at all.</source>
        <translation>Aquí no se puede leer cuánta energía consume este equipo: su núcleo solo lo dice a root, o a nadie.</translation>
    </message>
    <message>
        <source>About %1 of electricity, measured for %2 of %3.</source>
        <translation>Unos %1 de electricidad, medidos en %2 de %3.</translation>
    </message>
    <message>
        <source>That is %1.</source>
        <translation>Eso es %1.</translation>
    </message>
    <message>
        <source>It counts all that the %1 drew meanwhile.</source>
        <translation>Cuenta todo lo que consumió mientras tanto: %1.</translation>
    </message>
    <message>
        <source>At the prices you set, this would have cost %1 elsewhere.</source>
        <translation>A los precios fijados, esto habría costado %1 en otro sitio.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::StatusNotifier</name>
    <message>
        <source>Hearth is at rest</source>
        <translation>Hearth está en reposo</translation>
    </message>
    <message>
        <source>Show Hearth</source>
        <translation>Mostrar Hearth</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Chat nuevo</translation>
    </message>
    <message>
        <source>Quit Hearth</source>
        <translation>Salir de Hearth</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Summariser</name>
    <message>
        <source>The model wrote no summary.</source>
        <translation>El modelo no escribió ningún resumen.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ThinkingModel</name>
    <message>
        <source>Thinking…</source>
        <translation>Pensando…</translation>
    </message>
    <message>
        <source>Thinking… %1 s</source>
        <translation>Pensando… %1 s</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>Pensó</translation>
    </message>
    <message>
        <source>Thought for a moment</source>
        <translation>Pensó un momento</translation>
    </message>
    <message>
        <source>Thought for %1 min</source>
        <translation>Pensó %1 min</translation>
    </message>
    <message>
        <source>Thought for %1 s</source>
        <translation>Pensó %1 s</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::TrashModel</name>
    <message>
        <source>Is deleted for good today</source>
        <translation>Hoy se borra para siempre</translation>
    </message>
    <message>
        <source>1 day left</source>
        <translation>Queda 1 día</translation>
    </message>
    <message>
        <source>%1 days left</source>
        <translation>Quedan %1 días</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Chat nuevo</translation>
    </message>
    <message>
        <source>Folder · %1</source>
        <translation>Carpeta · %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Typesetter</name>
    <message>
        <source>This build of Hearth cannot set formulas.</source>
        <translation>Esta compilación de Hearth no puede componer fórmulas.</translation>
    </message>
    <message>
        <source>It is too long to be set as a formula.</source>
        <translation>Es demasiado larga para componerla como fórmula.</translation>
    </message>
</context>
</TS>
