<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Names and notes that were saved before stay as they are. What the engine reports about models and files is in English.</source>
        <translation>已保存的名称和提示保持不变。引擎关于模型和文件的报告为英文。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>减弱动态效果</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Text size: %1 %</source>
        <translation>文字大小：%1%</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Also with Ctrl and +, −, 0.</source>
        <translation>也可用 Ctrl 加 +、−、0。</translation>
    </message>
</context>
<context>
    <name>AtLimitChoice</name>
    <message>
        <source>When the context is full</source>
        <translation>上下文已满时</translation>
    </message>
    <message>
        <source>Whatever you choose, you are told, and nothing leaves the chat: only the model reads less.</source>
        <translation>无论如何选择都会告知你，对话内容不会丢失：只是模型读得少一些。</translation>
    </message>
    <message>
        <source>Set for this chat</source>
        <translation>为此对话设定</translation>
    </message>
    <message>
        <source>Ask me</source>
        <translation>询问我</translation>
    </message>
    <message>
        <source>Before sending, each time.</source>
        <translation>每次发送前询问。</translation>
    </message>
    <message>
        <source>Leave out the oldest turns</source>
        <translation>略去最早的轮次</translation>
    </message>
    <message>
        <source>The answer says how many.</source>
        <translation>回答会说明略去多少。</translation>
    </message>
    <message>
        <source>Summarise them</source>
        <translation>将其总结</translation>
    </message>
    <message>
        <source>The model writes a summary first, and reads that instead.</source>
        <translation>模型先写总结，再以总结代替原文阅读。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Nothing is sent.</source>
        <translation>不发送任何内容。</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this notice</source>
        <translation>关闭此提示</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>Hide the sidebar</source>
        <translation>隐藏侧栏</translation>
    </message>
    <message>
        <source>Show the sidebar</source>
        <translation>显示侧栏</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话内容</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>有新内容</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>到末尾</translation>
    </message>
    <message>
        <source>Temporary chat: it is kept in memory only, and gone when you end it or close Hearth.</source>
        <translation>临时对话：只保存在内存中，结束对话或关闭 Hearth 后即消失。</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Drop files to attach them</source>
        <translation>将文件拖到此处即可附加</translation>
    </message>
    <message>
        <source>Hide the inspector</source>
        <translation>隐藏检查器</translation>
    </message>
    <message>
        <source>Show the inspector</source>
        <translation>显示检查器</translation>
    </message>
    <message>
        <source>Drop the model to open it</source>
        <translation>松开以打开模型</translation>
    </message>
</context>
<context>
    <name>ChoiceRow</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Do not wrap</source>
        <translation>不换行</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Show long lines of this code in one piece</source>
        <translation>长代码行不换行显示</translation>
    </message>
    <message>
        <source>Wrap long lines of this code</source>
        <translation>长代码行自动换行</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save this code to a file</source>
        <translation>将这段代码保存为文件</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy this code</source>
        <translation>复制这段代码</translation>
    </message>
    <message numerus="yes">
        <source>Code, %1, %n line(s)</source>
        <translation>
            <numerusform>代码，%1，%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Code, continued</source>
        <translation>代码（续）</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Messages and answers</source>
        <translation>消息与回答</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>临时对话</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>搜索全部</translation>
    </message>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Next place found</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Previous place found</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next chat in the list</source>
        <translation>列表中的下一个对话</translation>
    </message>
    <message>
        <source>Previous chat in the list</source>
        <translation>列表中的上一个对话</translation>
    </message>
    <message>
        <source>Rename the chat</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Pin or unpin the chat</source>
        <translation>置顶或取消置顶对话</translation>
    </message>
    <message>
        <source>Move the chat to the trash</source>
        <translation>将对话移到回收站</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation>导入对话…</translation>
    </message>
    <message>
        <source>Show the trash</source>
        <translation>显示回收站</translation>
    </message>
    <message>
        <source>Undo the last change to the list</source>
        <translation>撤销对列表的上次更改</translation>
    </message>
    <message>
        <source>Write another answer</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Write another answer with…</source>
        <translation>以其他方式重新回答…</translation>
    </message>
    <message>
        <source>Continue the last answer</source>
        <translation>继续上一个回答</translation>
    </message>
    <message>
        <source>Edit the last answer</source>
        <translation>编辑上一个回答</translation>
    </message>
    <message>
        <source>Edit your last message</source>
        <translation>编辑你的上一条消息</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一版本</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一版本</translation>
    </message>
    <message>
        <source>Fork the chat from here</source>
        <translation>从此处分叉对话</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>复制上一个回答</translation>
    </message>
    <message>
        <source>Copy the last code</source>
        <translation>复制上一段代码</translation>
    </message>
    <message>
        <source>To the end of the chat</source>
        <translation>到对话末尾</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>硬件</translation>
    </message>
    <message>
        <source>To the chat</source>
        <translation>回到对话</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>显示或隐藏侧栏</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Follow the system&apos;s theme</source>
        <translation>跟随系统主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Text in its usual size</source>
        <translation>文字恢复正常大小</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>显示或隐藏检查器</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>模型库</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Editing the answer: the old one is kept beside it</source>
        <translation>正在编辑回答：原回答会保留</translation>
    </message>
    <message>
        <source>Editing your message: the old one is kept beside it</source>
        <translation>正在编辑消息：原消息会保留</translation>
    </message>
    <message>
        <source>Stop editing</source>
        <translation>停止编辑</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>附加文件</translation>
    </message>
    <message>
        <source>Text, PDF and DOCX (*.txt *.md *.csv *.json *.pdf *.docx *.py *.c *.cpp *.h *.js *.ts *.rs *.go *.java *.html *.xml *.yaml *.toml *.log)</source>
        <translation>文本、PDF 和 DOCX (*.txt *.md *.csv *.json *.pdf *.docx *.py *.c *.cpp *.h *.js *.ts *.rs *.go *.java *.html *.xml *.yaml *.toml *.log)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Ask anything</source>
        <translation>想问什么都可以</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>你的消息</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>Loading %1…</source>
        <translation>正在加载 %1…</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止 (Esc)</translation>
    </message>
    <message>
        <source>Send when the answer is finished (Enter)</source>
        <translation>回答完成后发送 (Enter)</translation>
    </message>
    <message>
        <source>Save this version (Enter)</source>
        <translation>保存此版本 (Enter)</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>发送 (Enter)</translation>
    </message>
</context>
<context>
    <name>ContextTab</name>
    <message>
        <source>How full the context is will stand here once a model is loaded and there is something to read.</source>
        <translation>加载模型并有内容可读后，这里会显示上下文占用情况。</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>放不下</translation>
    </message>
    <message>
        <source>goes first</source>
        <translation>最先略去</translation>
    </message>
    <message>
        <source>%1: %2 tokens</source>
        <translation>%1：%2 个词元</translation>
    </message>
    <message>
        <source>%1: %2 tokens, %3</source>
        <translation>%1：%2 个词元，%3</translation>
    </message>
</context>
<context>
    <name>ConversationMenus</name>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Move to folder…</source>
        <translation>移动到文件夹…</translation>
    </message>
    <message>
        <source>Delete %1 chats</source>
        <translation>删除 %1 个对话</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Into a new folder</source>
        <translation>放入新文件夹</translation>
    </message>
    <message>
        <source>Out of all folders</source>
        <translation>移出所有文件夹</translation>
    </message>
    <message>
        <source>New chat in it</source>
        <translation>在其中新建对话</translation>
    </message>
    <message>
        <source>Instructions and model…</source>
        <translation>指令与模型…</translation>
    </message>
    <message>
        <source>New folder in it</source>
        <translation>在其中新建文件夹</translation>
    </message>
    <message>
        <source>Delete, keep its chats</source>
        <translation>删除，保留其中的对话</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
</context>
<context>
    <name>ConversationRow</name>
    <message>
        <source>%1, open</source>
        <translation>%1，已打开</translation>
    </message>
</context>
<context>
    <name>DetailPane</name>
    <message>
        <source>Measuring how fast this computer reads its memory…</source>
        <translation>正在测量这台电脑读取内存的速度…</translation>
    </message>
    <message>
        <source>Choose a model to see how it would run here.</source>
        <translation>选择一个模型，查看它在这里的运行效果。</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>正在询问 %1…</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Context: %1</source>
        <translation>上下文：%1</translation>
    </message>
    <message>
        <source>Chat with this model</source>
        <translation>与此模型对话</translation>
    </message>
    <message>
        <source>Ask %1 for its files</source>
        <translation>向 %1 查询文件</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>打开其页面</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
</context>
<context>
    <name>DeviceChoices</name>
    <message>
        <source>Where models run</source>
        <translation>模型在哪里运行</translation>
    </message>
    <message>
        <source>This holds from the next load on. Loading the model again takes a moment and stops an answer that is being written; your chats stay as they are.</source>
        <translation>下次加载时生效。重新加载模型需要片刻，并会停止正在写的回答；对话不受影响。</translation>
    </message>
    <message>
        <source>Load the model again</source>
        <translation>重新加载模型</translation>
    </message>
    <message>
        <source>Graphics memory Hearth may use</source>
        <translation>Hearth 可使用的显存</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>what is free, less a reserve</source>
        <translation>空闲部分减去预留</translation>
    </message>
    <message>
        <source>A limit of my own</source>
        <translation>自定上限</translation>
    </message>
    <message>
        <source>Graphics memory Hearth may use: %1</source>
        <translation>Hearth 可使用的显存：%1</translation>
    </message>
    <message>
        <source>Guess ahead</source>
        <translation>提前预测</translation>
    </message>
    <message>
        <source>The next words are guessed, and the model checks several at once while that is faster. What it writes is the same.</source>
        <translation>预先猜测接下来的词，只要更快，模型就一次检查多个。写出的内容不变。</translation>
    </message>
    <message>
        <source>Memory of the conversation</source>
        <translation>对话的记忆</translation>
    </message>
    <message>
        <source>How finely a model keeps what it has read. 8 bits take half the room, so that twice as much fits, and answers hardly change; 4 bits take about a quarter and can be noticed.</source>
        <translation>模型以多高的精度保存已读内容。8 位只占一半空间，因此能容纳两倍内容，回答几乎不变；4 位约占四分之一，可能会察觉到差别。</translation>
    </message>
    <message>
        <source>16 bits</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>4 bits</source>
        <translation>4 位</translation>
    </message>
</context>
<context>
    <name>DownloadCard</name>
    <message>
        <source>%1: earlier</source>
        <translation>%1：提前</translation>
    </message>
    <message>
        <source>%1: later</source>
        <translation>%1：推后</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>暂停 %1</translation>
    </message>
    <message>
        <source>Go on with %1</source>
        <translation>继续 %1</translation>
    </message>
    <message>
        <source>Take %1 off this list (the file stays)</source>
        <translation>从列表移除 %1（文件保留）</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>取消 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>打开页面</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Chat with it</source>
        <translation>与它对话</translation>
    </message>
</context>
<context>
    <name>DownloadsDrawer</name>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
</context>
<context>
    <name>DraftFiles</name>
    <message>
        <source>More than the model can hold: of these files it will be shown the passages that fit your question best.</source>
        <translation>超出模型容量：将只给它看这些文件中与问题最相关的段落。</translation>
    </message>
    <message>
        <source>Put the pasted text into the message</source>
        <translation>把粘贴的文本放入消息</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>What shall we think about?</source>
        <translation>今天想聊点什么？</translation>
    </message>
</context>
<context>
    <name>ExpertMapSection</name>
    <message>
        <source>The arrow keys go from expert to expert.</source>
        <translation>用方向键在专家之间移动。</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>All chats, one file each, in a zip file with their folders and attachments.</source>
        <translation>所有对话各存一个文件，连同文件夹和附件打包为 zip。</translation>
    </message>
    <message>
        <source>The model&apos;s thinking</source>
        <translation>模型的思考过程</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不包含</translation>
    </message>
    <message>
        <source>Include</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>A backup holds the model&apos;s thinking too, so that an import brings back all there was.</source>
        <translation>备份也包含模型的思考，导入时可以完整恢复。</translation>
    </message>
    <message>
        <source>Without the thinking, an import of this backup will not bring it back.</source>
        <translation>不含思考的备份，导入后无法恢复思考内容。</translation>
    </message>
</context>
<context>
    <name>FactLine</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>FactLines</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>FactsPanel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>FieldHead</name>
    <message>
        <source>Reset %1 to what it inherits</source>
        <translation>将%1重置为继承值</translation>
    </message>
</context>
<context>
    <name>FileChip</name>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>文件 %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>FileRow</name>
    <message>
        <source>on this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>being downloaded</source>
        <translation>正在下载</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this chat</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>First steps</source>
        <translation>初次使用</translation>
    </message>
    <message>
        <source>Welcome to Hearth</source>
        <translation>欢迎使用 Hearth</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>这台电脑</translation>
    </message>
    <message>
        <source>A model to begin with</source>
        <translation>选择初始模型</translation>
    </message>
    <message>
        <source>The models run on this computer, and what you write stays on it. There is no account, and nothing is sent unless you ask for it.</source>
        <translation>模型在这台电脑上运行，你写的内容也留在这里。无需账户，未经你要求不会发送任何数据。</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>The hardware page tells what your computer has.</source>
        <translation>硬件页会显示这台电脑的配置。</translation>
    </message>
    <message>
        <source>These are on this computer already. Any of them can be chosen later, too.</source>
        <translation>这些模型已在这台电脑上，以后也可随时选择。</translation>
    </message>
    <message>
        <source>The small demonstration model that comes with Hearth works at once. For daily work, get one of these; the download is asked for first.</source>
        <translation>Hearth 自带的小型演示模型可立即使用。日常工作请获取以下之一；下载前会先询问。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Begin with the small one</source>
        <translation>先用小模型</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Folder %1, open, chats: %2</source>
        <translation>文件夹 %1，已展开，对话数：%2</translation>
    </message>
    <message>
        <source>Folder %1, closed, chats: %2</source>
        <translation>文件夹 %1，已折叠，对话数：%2</translation>
    </message>
</context>
<context>
    <name>FolderSheet</name>
    <message>
        <source>Folder “%1”</source>
        <translation>文件夹“%1”</translation>
    </message>
    <message>
        <source>Instructions for the model, in every chat of this folder that has none of its own</source>
        <translation>给模型的指令，用于此文件夹中没有自己指令的每个对话</translation>
    </message>
    <message>
        <source>For example: answer in German, and briefly.</source>
        <translation>例如：用中文简短回答。</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Model that new chats in it begin with</source>
        <translation>其中新对话使用的模型</translation>
    </message>
    <message>
        <source>Whichever is loaded</source>
        <translation>当前已加载的模型</translation>
    </message>
    <message>
        <source>Parameters; what is empty stays as it is</source>
        <translation>参数；留空则保持不变</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>FoldersSheet</name>
    <message>
        <source>Folders with models</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Models are used where they lie, at any depth; nothing is moved, copied or written there.</source>
        <translation>模型在原处使用，任意层级皆可；不会移动、复制或写入。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Stop looking in %1 (the files stay)</source>
        <translation>不再查找 %1（文件保留）</translation>
    </message>
    <message>
        <source>Add a folder with models</source>
        <translation>添加模型文件夹</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>FoldingSection</name>
    <message>
        <source>%1, fold</source>
        <translation>%1，折叠</translation>
    </message>
    <message>
        <source>%1, unfold</source>
        <translation>%1，展开</translation>
    </message>
</context>
<context>
    <name>Formula</name>
    <message>
        <source>it cannot be drawn</source>
        <translation>无法绘制</translation>
    </message>
</context>
<context>
    <name>HardwarePage</name>
    <message>
        <source>Hardware</source>
        <translation>硬件</translation>
    </message>
</context>
<context>
    <name>HearthLibrary</name>
    <message>
        <source>The list of models %1 could not be read: %2. Install Hearth again.</source>
        <translation>无法读取模型列表 %1：%2。请重新安装 Hearth。</translation>
    </message>
    <message>
        <source>There is not enough room: %1 needs %2 more, and %3 are free. Make room, then resume.</source>
        <translation>空间不足：%1 还需要 %2，剩余 %3。请腾出空间后继续。</translation>
    </message>
    <message>
        <source>%1 is complete, but could not be given its name: a file of that name may be there already. Move it away, then resume.</source>
        <translation>%1 已下载完成，但无法命名：可能已有同名文件。请先移走它，再继续。</translation>
    </message>
    <message>
        <source>The file %1 could not be written: %2.</source>
        <translation>无法写入文件 %1：%2。</translation>
    </message>
    <message>
        <source>There is no file to download.</source>
        <translation>没有可下载的文件。</translation>
    </message>
    <message>
        <source>%1 is not the address of a file.</source>
        <translation>%1 不是文件地址。</translation>
    </message>
    <message>
        <source>%1 is in the list of downloads already.</source>
        <translation>%1 已在下载列表中。</translation>
    </message>
    <message>
        <source>%1 is on this computer already: %2.</source>
        <translation>%1 已在这台电脑上：%2。</translation>
    </message>
    <message>
        <source>Hearth is set to work offline; allow it to use the network in the settings.</source>
        <translation>Hearth 设为离线工作；请在设置中允许使用网络。</translation>
    </message>
    <message>
        <source>address of %1</source>
        <translation>%1 的地址</translation>
    </message>
    <message>
        <source>download of %1</source>
        <translation>下载 %1</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 没有响应。</translation>
    </message>
    <message>
        <source>%1 does not have the checksum that the hub states, and fetching every part again did not help. The file at the hub seems to be damaged: try again later, or choose another one.</source>
        <translation>%1 的校验和与 Hub 给出的不符，重新获取各部分也无济于事。Hub 上的文件似乎已损坏：请稍后再试，或选择其他文件。</translation>
    </message>
    <message>
        <source>%1 stopped sending.</source>
        <translation>%1 停止了发送。</translation>
    </message>
    <message>
        <source>The checksum is not the one that the hub states; the parts are compared one by one.</source>
        <translation>校验和与 Hub 给出的不符；正在逐块比对。</translation>
    </message>
    <message>
        <source>%1 sends other parts of %2 than it was asked for; a proxy may be in the way. Try again later, or from another network.</source>
        <translation>%1 发送的 %2 部分与请求不符；可能有代理干扰。请稍后或换个网络再试。</translation>
    </message>
    <message>
        <source>%1 sent another part than it was asked for.</source>
        <translation>%1 发送的部分与请求不符。</translation>
    </message>
    <message>
        <source>%1 asks for a pause.</source>
        <translation>%1 要求暂停。</translation>
    </message>
    <message>
        <source>%1 is in trouble (HTTP %2).</source>
        <translation>%1 出现故障 (HTTP %2)。</translation>
    </message>
    <message>
        <source>%1 does not have the part that was asked for.</source>
        <translation>%1 没有所请求的部分。</translation>
    </message>
    <message>
        <source>%1 refuses the download again and again (HTTP %2), although the address is new. Try again later.</source>
        <translation>尽管地址是新的，%1 仍反复拒绝下载 (HTTP %2)。请稍后再试。</translation>
    </message>
    <message>
        <source>%1 has changed at the hub since the download began. Start over to get the new file; what is here of the old one is then deleted.</source>
        <translation>下载开始后，Hub 上的 %1 已更改。请重新开始以获取新文件；旧文件已下载的部分将被删除。</translation>
    </message>
    <message>
        <source>The disk is full (%1 free). Everything received so far is kept: make room, then resume.</source>
        <translation>磁盘已满（剩余 %1）。已接收的内容都会保留：请腾出空间后继续。</translation>
    </message>
    <message>
        <source>Another Hearth is downloading %1 already.</source>
        <translation>另一个 Hearth 正在下载 %1。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be written; choose another folder for models.</source>
        <translation>无法写入文件夹 %1；请为模型选择其他文件夹。</translation>
    </message>
    <message>
        <source>Fits fully</source>
        <translation>完全放得下</translation>
    </message>
    <message>
        <source>Fits with experts in RAM</source>
        <translation>放得下，专家在内存</translation>
    </message>
    <message>
        <source>Partly on the graphics card</source>
        <translation>部分在显卡上</translation>
    </message>
    <message>
        <source>On the processor</source>
        <translation>在处理器上</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>慢</translation>
    </message>
    <message>
        <source>Will not fit</source>
        <translation>放不下</translation>
    </message>
    <message>
        <source>There is no room for a temporary file in %1.</source>
        <translation>%1 中没有空间存放临时文件。</translation>
    </message>
    <message>
        <source>A temporary file could not be written: %1</source>
        <translation>无法写入临时文件：%1</translation>
    </message>
    <message>
        <source>Its size is known when the hub was asked.</source>
        <translation>向 Hub 查询后才知道大小。</translation>
    </message>
    <message>
        <source>Parts of this model are missing: %1. Download it again; what is there will be kept.</source>
        <translation>此模型缺少部分文件：%1。请重新下载；已有的会保留。</translation>
    </message>
    <message>
        <source>Your folder</source>
        <translation>你的文件夹</translation>
    </message>
    <message>
        <source>Hearth</source>
        <translation>Hearth</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Hugging Face 缓存</translation>
    </message>
    <message>
        <source>The folder %1 is not there; is its drive connected?</source>
        <translation>文件夹 %1 不存在；所在的驱动器是否已连接？</translation>
    </message>
    <message>
        <source>The folder %1 may not be read; change its permissions to see the models in it.</source>
        <translation>没有读取文件夹 %1 的权限；更改权限后才能看到其中的模型。</translation>
    </message>
    <message>
        <source>%1 answered with something else than the hub&apos;s language; check the address in the settings.</source>
        <translation>%1 的回应不符合 Hub 协议；请检查设置中的地址。</translation>
    </message>
    <message>
        <source>%1 is only for those who accepted its terms: open its page, ask for access with the account of your token, then try again.</source>
        <translation>%1 仅供接受其条款的用户：请打开其页面，用令牌所属账户申请访问，然后重试。</translation>
    </message>
    <message>
        <source>%1 is only for those who accepted its terms: open its page and ask for access, then enter an access token of that account in the settings.</source>
        <translation>%1 仅供接受其条款的用户：请打开其页面申请访问，然后在设置中填入该账户的访问令牌。</translation>
    </message>
    <message>
        <source>%1 has no such file or version any more; look at its list of files.</source>
        <translation>%1 已没有该文件或版本；请查看其文件列表。</translation>
    </message>
    <message>
        <source>%1 does not exist, or your account may not see it. Check the name.</source>
        <translation>%1 不存在，或你的账户无权查看。请检查名称。</translation>
    </message>
    <message>
        <source>%1 does not exist, or it is private. Check the name; if it is yours, enter an access token in the settings.</source>
        <translation>%1 不存在或为私有。请检查名称；如果属于你，请在设置中填入访问令牌。</translation>
    </message>
    <message>
        <source>%1 does not accept the access token: it may have expired. Make a new one and enter it in the settings.</source>
        <translation>%1 不接受此访问令牌：可能已过期。请新建一个并在设置中填入。</translation>
    </message>
    <message>
        <source>%1 does not allow this download (%2). Open its page to see what it asks for.</source>
        <translation>%1 不允许此下载（%2）。请打开其页面查看要求。</translation>
    </message>
    <message>
        <source>This was not found at %1; check the name.</source>
        <translation>在 %1 未找到；请检查名称。</translation>
    </message>
    <message>
        <source>%1 asks for a pause; try again in a few minutes.</source>
        <translation>%1 要求暂停；请几分钟后再试。</translation>
    </message>
    <message>
        <source>%1 is in trouble (HTTP %2); try again later.</source>
        <translation>%1 出现故障 (HTTP %2)；请稍后再试。</translation>
    </message>
    <message>
        <source>%1 answered with HTTP %2.</source>
        <translation>%1 返回了 HTTP %2。</translation>
    </message>
    <message>
        <source>search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>model page</source>
        <translation>模型页面</translation>
    </message>
    <message>
        <source>list of files</source>
        <translation>文件列表</translation>
    </message>
    <message>
        <source>header of %1</source>
        <translation>%1 的文件头</translation>
    </message>
    <message>
        <source>check of the access token</source>
        <translation>检查访问令牌</translation>
    </message>
    <message>
        <source>The identity of %1 could not be checked: %2. If a company proxy or an antivirus program inspects the traffic, its certificate has to be in the system&apos;s list of trusted ones.</source>
        <translation>无法验证 %1 的身份：%2。如果公司代理或杀毒软件在检查流量，其证书须在系统的受信任列表中。</translation>
    </message>
    <message>
        <source>%1 was not found; is this computer connected to the Internet?</source>
        <translation>找不到 %1；这台电脑是否已联网？</translation>
    </message>
    <message>
        <source>%1 does not accept connections; check its address in the settings, or try again later.</source>
        <translation>%1 不接受连接；请检查设置中的地址，或稍后再试。</translation>
    </message>
    <message>
        <source>The proxy of this system does not let the request through (%1); check the proxy settings.</source>
        <translation>系统代理未放行此请求（%1）；请检查代理设置。</translation>
    </message>
    <message>
        <source>The connection to %1 broke: %2.</source>
        <translation>与 %1 的连接中断：%2。</translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n 字节</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 could not be written or read: %2</source>
        <translation>无法读写 %1：%2</translation>
    </message>
    <message>
        <source>%1 could not be made: %2</source>
        <translation>无法创建 %1：%2</translation>
    </message>
    <message>
        <source>The keyring of this desktop could not be used: %1. Hearth does not keep the token in a plain file; set HF_TOKEN in the environment instead.</source>
        <translation>无法使用此桌面的密钥环：%1。Hearth 不会把令牌存为明文文件；请改为设置环境变量 HF_TOKEN。</translation>
    </message>
    <message>
        <source>%1 sends the download round in circles; try again later.</source>
        <translation>%1 让下载循环重定向；请稍后再试。</translation>
    </message>
    <message>
        <source>%1 does not say how large the file is, so it cannot be downloaded safely.</source>
        <translation>%1 没有说明文件大小，因此无法安全下载。</translation>
    </message>
    <message>
        <source>Parts of this model are missing: %1 and %2 more. Download it again; what is there will be kept.</source>
        <translation>此模型缺少部分文件：%1 以及另外 %2 个。请重新下载；已有的内容会保留。</translation>
    </message>
</context>
<context>
    <name>HubLinkSheet</name>
    <message>
        <source>Look at this model?</source>
        <translation>查看此模型？</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>打开页面</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A link asked Hearth for it. Nothing was sent yet. The library can show its files and how they would run on this computer; for that it asks %1, which learns that you looked.</source>
        <translation>有链接向 Hearth 请求此模型。尚未发送任何内容。模型库可显示其文件及在这台电脑上的运行效果；为此会询问 %1，它会得知你查看过。</translation>
    </message>
    <message>
        <source>Look in the library</source>
        <translation>在模型库中查看</translation>
    </message>
</context>
<context>
    <name>ImportSheet</name>
    <message>
        <source>Import these chats?</source>
        <translation>导入这些对话？</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>From an export of ChatGPT, Claude or Open WebUI, from the folders of LM Studio, Jan or GPT4All, or from Hearth&apos;s own export. A file, a zip file or a folder.</source>
        <translation>来自 ChatGPT、Claude 或 Open WebUI 的导出，LM Studio、Jan 或 GPT4All 的文件夹，或 Hearth 自己的导出。可以是文件、zip 文件或文件夹。</translation>
    </message>
    <message>
        <source>Hearth first shows what it found. Chats that were imported before are known again and left alone.</source>
        <translation>Hearth 会先显示找到的内容。以前导入过的对话会被识别并保持不变。</translation>
    </message>
    <message>
        <source>Choose an export</source>
        <translation>选择导出文件</translation>
    </message>
    <message>
        <source>Exports (*.json *.zip *.chat)</source>
        <translation>导出文件 (*.json *.zip *.chat)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a folder with chats</source>
        <translation>选择包含对话的文件夹</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>InlineName</name>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Stats</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Close the inspector (%1)</source>
        <translation>关闭检查器 (%1)</translation>
    </message>
    <message>
        <source>Close the inspector</source>
        <translation>关闭检查器</translation>
    </message>
</context>
<context>
    <name>KeptChatsSection</name>
    <message>
        <source>Opening chats again</source>
        <translation>重新打开对话</translation>
    </message>
    <message>
        <source>Keep chats&apos; working memory on disk</source>
        <translation>将对话的工作内存保留在磁盘上</translation>
    </message>
    <message>
        <source>A chat that you open again goes on at once; otherwise the model first reads it anew. It stays on this computer and goes with the chat.</source>
        <translation>重新打开的对话可以立即继续；否则模型要先重新读取。数据只留在这台电脑上，并随对话一起删除。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>最多</translation>
    </message>
    <message>
        <source>When it is full, the chats used longest ago make room.</source>
        <translation>空间用满时，最久未使用的对话会让出位置。</translation>
    </message>
    <message>
        <source>Kept now</source>
        <translation>目前保留</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>KeyRow</name>
    <message>
        <source>“%1” has the same keys: neither works until one is changed.</source>
        <translation>“%1”使用了相同的按键：更改其一之前，两者都无效。</translation>
    </message>
    <message>
        <source>Give “%1” its own keys back</source>
        <translation>恢复“%1”的默认按键</translation>
    </message>
    <message>
        <source>Press the new keys</source>
        <translation>请按下新按键</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Take the keys from “%1”</source>
        <translation>移除“%1”的按键</translation>
    </message>
</context>
<context>
    <name>LaunchRequest</name>
    <message>
        <source>Hearth does not know what this link asks for, so nothing was done: %1</source>
        <translation>Hearth 不明白此链接的请求，未执行任何操作：%1</translation>
    </message>
    <message>
        <source>The link names no model that could exist on Hugging Face, so nothing was done.</source>
        <translation>链接中的模型名不可能存在于 Hugging Face，未执行任何操作。</translation>
    </message>
    <message>
        <source>The link names a file that is no GGUF model, so nothing was done.</source>
        <translation>链接中的文件不是 GGUF 模型，未执行任何操作。</translation>
    </message>
    <message>
        <source>Hearth opens files on this computer and hearth:// links, not %1.</source>
        <translation>Hearth 只打开这台电脑上的文件和 hearth:// 链接，不能打开 %1。</translation>
    </message>
    <message>
        <source>There is no file “%1”. Check the name.</source>
        <translation>没有文件“%1”。请检查名称。</translation>
    </message>
    <message>
        <source>“%1” is a folder and no model by itself. Choose the GGUF file in it, or a folder with config.json, tokenizer.json and safetensors files.</source>
        <translation>“%1”是文件夹，本身不是模型。请选择其中的 GGUF 文件，或包含 config.json、tokenizer.json 和 safetensors 文件的文件夹。</translation>
    </message>
</context>
<context>
    <name>LayerStrip</name>
    <message>
        <source>on the graphics card</source>
        <translation>在显卡上</translation>
    </message>
    <message>
        <source>computed by the processor</source>
        <translation>由处理器计算</translation>
    </message>
</context>
<context>
    <name>LibraryList</name>
    <message>
        <source>Library</source>
        <translation>模型库</translation>
    </message>
    <message>
        <source>Search the hub, or paste a link</source>
        <translation>搜索 Hub 或粘贴链接</translation>
    </message>
    <message>
        <source>Filter, or paste a link</source>
        <translation>筛选或粘贴链接</translation>
    </message>
    <message>
        <source>Search %1, or paste a link</source>
        <translation>搜索 %1 或粘贴链接</translation>
    </message>
    <message>
        <source>Filter the models on this computer</source>
        <translation>筛选这台电脑上的模型</translation>
    </message>
    <message>
        <source>Filter the catalogue, or paste a link</source>
        <translation>筛选目录或粘贴链接</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Hugging Face</source>
        <translation>Hugging Face</translation>
    </message>
    <message>
        <source>%1, chosen</source>
        <translation>%1，已选</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>正在询问 %1…</translation>
    </message>
    <message>
        <source>Nothing was found. Try fewer words.</source>
        <translation>未找到。请减少搜索词。</translation>
    </message>
    <message>
        <source>Enter sends the words to %1. Nothing is sent while you type.</source>
        <translation>按 Enter 才会把搜索词发送到 %1。输入过程中不发送任何内容。</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Order: %1</source>
        <translation>排序：%1</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>No model here has these words in its name.</source>
        <translation>没有名称包含这些词的模型。</translation>
    </message>
    <message>
        <source>Hearth looked in its own folder and in those of Hugging Face tools, LM Studio, Ollama, Jan and GPT4All.</source>
        <translation>Hearth 查找了自己的文件夹，以及 Hugging Face 工具、LM Studio、Ollama、Jan 和 GPT4All 的文件夹。</translation>
    </message>
    <message>
        <source>See the catalogue</source>
        <translation>查看目录</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Library</source>
        <translation>模型库</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>所有模型</translation>
    </message>
    <message>
        <source>Cancel this download?</source>
        <translation>取消此下载？</translation>
    </message>
    <message>
        <source>What was received of %1 so far is deleted. To go on later, pause it instead.</source>
        <translation>%1 已接收的部分将被删除。如需以后继续，请改为暂停。</translation>
    </message>
    <message>
        <source>Cancel and delete</source>
        <translation>取消并删除</translation>
    </message>
    <message>
        <source>Pause it</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>LibraryRow</name>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>%1. %2. %3</source>
        <translation>%1。%2。%3</translation>
    </message>
</context>
<context>
    <name>LibrarySheets</name>
    <message>
        <source>Ask %1?</source>
        <translation>询问 %1？</translation>
    </message>
    <message>
        <source>Your search words, and the names of the models that you open or download, are sent to %1; it also learns this computer&apos;s address, as every website does. Nothing else is sent, and nothing before you ask for it.</source>
        <translation>你的搜索词，以及你打开或下载的模型名称，会发送给 %1；和所有网站一样，它也会得知这台电脑的地址。除此之外不发送任何内容，也不会在你要求之前发送。</translation>
    </message>
    <message>
        <source>Hearth asks this once. You can see every request, and take this back, in the settings under Models and downloads.</source>
        <translation>Hearth 只询问一次。可在设置的“模型与下载”中查看每次请求并撤回许可。</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>%1 is ready</source>
        <translation>%1 已就绪</translation>
    </message>
    <message>
        <source>Chat with it</source>
        <translation>与它对话</translation>
    </message>
    <message>
        <source>“%1” is in the system&apos;s trash</source>
        <translation>“%1”已移到系统回收站</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>LinkSheet</name>
    <message>
        <source>Open this link in your browser?</source>
        <translation>在浏览器中打开此链接？</translation>
    </message>
    <message>
        <source>The model wrote it. The website will learn that you opened it.</source>
        <translation>此链接由模型写出。该网站会知道你访问了它。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>LocalSection</name>
    <message>
        <source>Measure its speed</source>
        <translation>测量速度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>About this file</source>
        <translation>关于此文件</translation>
    </message>
    <message>
        <source>Everything the file says</source>
        <translation>文件中的全部信息</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>对话模板</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>About this folder</source>
        <translation>关于此文件夹</translation>
    </message>
    <message>
        <source>Everything its files say</source>
        <translation>其文件中的全部信息</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Models (*.gguf config.json *.safetensors)</source>
        <translation>模型 (*.gguf config.json *.safetensors)</translation>
    </message>
</context>
<context>
    <name>MathBlock</name>
    <message>
        <source>Formula: %1</source>
        <translation>公式：%1</translation>
    </message>
    <message>
        <source>This formula cannot be set: %1.</source>
        <translation>无法排版此公式：%1。</translation>
    </message>
</context>
<context>
    <name>MemoryPlan</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 个%2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1，%2：%3</translation>
    </message>
    <message>
        <source>On the graphics card</source>
        <translation>在显卡上</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>专家</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Working memory</source>
        <translation>工作内存</translation>
    </message>
    <message>
        <source>In main memory</source>
        <translation>在内存中</translation>
    </message>
    <message>
        <source>Read from the disk</source>
        <translation>从磁盘读取</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy your message</source>
        <translation>复制你的消息</translation>
    </message>
    <message>
        <source>Copy this answer</source>
        <translation>复制此回答</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Write another answer</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Other ways to write another answer</source>
        <translation>其他重新回答的方式</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Continue this answer</source>
        <translation>继续此回答</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Edit your message</source>
        <translation>编辑你的消息</translation>
    </message>
    <message>
        <source>Edit this answer</source>
        <translation>编辑此回答</translation>
    </message>
    <message>
        <source>Fork</source>
        <translation>分叉</translation>
    </message>
    <message>
        <source>Fork the chat from here</source>
        <translation>从此处分叉对话</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一版本</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>版本 %1 / %2</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一版本</translation>
    </message>
    <message>
        <source>With another model or parameters…</source>
        <translation>使用其他模型或参数…</translation>
    </message>
    <message>
        <source>More surprising</source>
        <translation>更出人意料</translation>
    </message>
    <message>
        <source>More predictable</source>
        <translation>更稳妥</translation>
    </message>
</context>
<context>
    <name>MessageAnswer</name>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Interrupted: Hearth closed while this was being written.</source>
        <translation>已中断：写作过程中 Hearth 被关闭。</translation>
    </message>
    <message>
        <source>Edited by you.</source>
        <translation>由你编辑。</translation>
    </message>
    <message>
        <source>Answer, version %1 of %2: %3</source>
        <translation>回答，版本 %1 / %2：%3</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>回答：%1</translation>
    </message>
    <message>
        <source>This answer failed.</source>
        <translation>此回答失败。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>An answer that is being written</source>
        <translation>正在写的回答</translation>
    </message>
</context>
<context>
    <name>MessagePlaceholder</name>
    <message>
        <source>A message that is being read</source>
        <translation>正在读取的消息</translation>
    </message>
</context>
<context>
    <name>MessageUser</name>
    <message>
        <source>You, version %1 of %2: %3</source>
        <translation>你，版本 %1 / %2：%3</translation>
    </message>
    <message>
        <source>You: %1</source>
        <translation>你：%1</translation>
    </message>
</context>
<context>
    <name>ModelBar</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ModelMetadata</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>%1 entries</source>
        <translation>%1 项</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>%1, in use. %2</source>
        <translation>%1，使用中。%2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>Forget %1 (the file stays)</source>
        <translation>从列表移除 %1（文件保留）</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>Also on this computer</source>
        <translation>这台电脑上还有</translation>
    </message>
    <message>
        <source>Get a model…</source>
        <translation>获取模型…</translation>
    </message>
</context>
<context>
    <name>ModelTab</name>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>A persona: instructions and parameters under a name.</source>
        <translation>一个角色：以一个名称保存的指令和参数。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Preset: %1</source>
        <translation>预设：%1</translation>
    </message>
    <message>
        <source>Manage…</source>
        <translation>管理…</translation>
    </message>
    <message>
        <source>Manage presets</source>
        <translation>管理预设</translation>
    </message>
    <message>
        <source>Keep the changes in it</source>
        <translation>将更改保存到该预设</translation>
    </message>
    <message>
        <source>Save as a new preset</source>
        <translation>另存为新预设</translation>
    </message>
    <message>
        <source>Instructions (system prompt)</source>
        <translation>指令（系统提示词）</translation>
    </message>
    <message>
        <source>What the model is told before the conversation.</source>
        <translation>对话开始前告诉模型的内容。</translation>
    </message>
    <message>
        <source>“%1” is meant for this model.</source>
        <translation>“%1”适用于此模型。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use the preset %1</source>
        <translation>使用预设 %1</translation>
    </message>
</context>
<context>
    <name>ModelsSection</name>
    <message>
        <source>Models and downloads</source>
        <translation>模型与下载</translation>
    </message>
    <message>
        <source>Asking the hub</source>
        <translation>询问 Hub</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE is set for this computer: nothing is sent.</source>
        <translation>这台电脑设置了 HF_HUB_OFFLINE：不发送任何内容。</translation>
    </message>
    <message>
        <source>Switched off: nothing is sent.</source>
        <translation>已关闭：不发送任何内容。</translation>
    </message>
    <message>
        <source>%1 is asked when you search or download, never otherwise.</source>
        <translation>仅在你搜索或下载时询问 %1。</translation>
    </message>
    <message>
        <source>Not allowed yet; Hearth will ask you when you first search.</source>
        <translation>尚未允许；首次搜索时 Hearth 会询问你。</translation>
    </message>
    <message>
        <source>Allow it again</source>
        <translation>重新允许</translation>
    </message>
    <message>
        <source>Switch it off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>What was sent…</source>
        <translation>已发送的内容…</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>This is not an address. An example: https://huggingface.co</source>
        <translation>这不是地址。示例：https://huggingface.co</translation>
    </message>
    <message>
        <source>Another address that speaks like it works, too: a mirror, or one of your own.</source>
        <translation>其他兼容的地址也可以：镜像站或自建服务。</translation>
    </message>
    <message>
        <source>Address of the hub</source>
        <translation>Hub 地址</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Downloads go to</source>
        <translation>下载到</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>The usual folder</source>
        <translation>默认文件夹</translation>
    </message>
    <message>
        <source>Speed limit of downloads</source>
        <translation>下载限速</translation>
    </message>
    <message>
        <source>Where downloads go</source>
        <translation>下载位置</translation>
    </message>
</context>
<context>
    <name>NetworkLogSheet</name>
    <message>
        <source>What Hearth has sent</source>
        <translation>Hearth 发送过的内容</translation>
    </message>
    <message>
        <source>%1 Chats are never sent. Every request is also written to network.log beside your chats.</source>
        <translation>%1 对话从不发送。每次请求也会记录在对话旁的 network.log 中。</translation>
    </message>
    <message>
        <source>%1, %2, %3, %4</source>
        <translation>%1，%2，%3，%4</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Hardware</source>
        <translation>硬件</translation>
    </message>
    <message>
        <source>This is hearth-tiny, a tiny demonstration model. It shows that everything works, but it knows little and often errs.</source>
        <translation>这是微型演示模型 hearth-tiny。它能证明一切正常，但所知甚少，常常出错。</translation>
    </message>
    <message>
        <source>Get a real model</source>
        <translation>获取真正的模型</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Use hearth-tiny</source>
        <translation>使用 hearth-tiny</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>打开其他…</translation>
    </message>
    <message>
        <source>No model is loaded. Open a GGUF file to begin.</source>
        <translation>尚未加载模型。请打开一个 GGUF 文件开始。</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>Where to get one</source>
        <translation>从哪里获取</translation>
    </message>
    <message>
        <source>Send without them</source>
        <translation>略去后发送</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Summarise them</source>
        <translation>将其总结</translation>
    </message>
    <message>
        <source>Cancel the summary and the message</source>
        <translation>取消总结和消息</translation>
    </message>
    <message>
        <source>Load this model</source>
        <translation>加载此模型</translation>
    </message>
</context>
<context>
    <name>NumberTiles</name>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
    <message>
        <source>%1: not known, %2</source>
        <translation>%1：未知，%2</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Hide the sidebar (Ctrl+B)</source>
        <translation>隐藏侧栏 (Ctrl+B)</translation>
    </message>
    <message>
        <source>Show the sidebar (Ctrl+B)</source>
        <translation>显示侧栏 (Ctrl+B)</translation>
    </message>
    <message>
        <source>Back to the chat</source>
        <translation>返回对话</translation>
    </message>
    <message>
        <source>Light theme (Ctrl+Shift+L)</source>
        <translation>浅色主题 (Ctrl+Shift+L)</translation>
    </message>
    <message>
        <source>Dark theme (Ctrl+Shift+L)</source>
        <translation>深色主题 (Ctrl+Shift+L)</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Search everything</source>
        <translation>搜索全部</translation>
    </message>
    <message>
        <source>Search chats, commands and models</source>
        <translation>搜索对话、命令和模型</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>未找到。</translation>
    </message>
    <message>
        <source>&lt;b&gt;&amp;gt;&lt;/b&gt; commands   &lt;b&gt;#&lt;/b&gt; models   &lt;b&gt;@&lt;/b&gt; folders</source>
        <translation>&lt;b&gt;&amp;gt;&lt;/b&gt; 命令   &lt;b&gt;#&lt;/b&gt; 模型   &lt;b&gt;@&lt;/b&gt; 文件夹</translation>
    </message>
</context>
<context>
    <name>ParameterList</name>
    <message>
        <source>Choice of words</source>
        <translation>选词</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Higher is more surprising. 0 always takes the likeliest word.</source>
        <translation>越高越出人意料。0 总是取最可能的词。</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Only the likeliest words that together have this share. 1 is all of them.</source>
        <translation>只用合计达到此比例的最可能的词。1 为全部。</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Only this many of the likeliest words. 0 is all of them.</source>
        <translation>只用这么多个最可能的词。0 为全部。</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Only words at least this likely beside the likeliest. 0 is all of them.</source>
        <translation>只用相对最可能的词至少达到此概率的词。0 为全部。</translation>
    </message>
    <message>
        <source>Typical-p</source>
        <translation>Typical-p</translation>
    </message>
    <message>
        <source>Prefers words about as surprising as usual, up to this share. 1 is all of them.</source>
        <translation>偏好出人意料程度适中的词，直到此比例。1 为全部。</translation>
    </message>
    <message>
        <source>Length and chance</source>
        <translation>长度与随机</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长回答</translation>
    </message>
    <message>
        <source>In tokens, thinking included. 0 lets the model end by itself.</source>
        <translation>以词元计，含思考。0 表示由模型自行结束。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The same number gives the same answer to the same text. Left alone, each answer is another.</source>
        <translation>相同的数字对相同文本给出相同回答。不设置则每次不同。</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Above 1 avoids words that were just used. 1 is off.</source>
        <translation>大于 1 时避免刚用过的词。1 为关闭。</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>Above 0 leads to new subjects: a word counts once, however often it came.</source>
        <translation>大于 0 时引向新话题：一个词无论出现多少次只计一次。</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>频率惩罚</translation>
    </message>
    <message>
        <source>Above 0 avoids a word the more, the more often it came.</source>
        <translation>大于 0 时，词出现越多越避免。</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>回看范围</translation>
    </message>
    <message>
        <source>Tokens that the three penalties look at.</source>
        <translation>三种惩罚回看的词元数。</translation>
    </message>
    <message>
        <source>Repeated phrases (DRY)</source>
        <translation>重复短语 (DRY)</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Keeps the model from going on with a phrase that is there already. 0 is off, 0.8 is usual.</source>
        <translation>避免模型接着写已有的短语。0 为关闭，通常为 0.8。</translation>
    </message>
    <message>
        <source>Growth</source>
        <translation>增长</translation>
    </message>
    <message>
        <source>How much more each further repeated token costs.</source>
        <translation>每多重复一个词元增加的代价。</translation>
    </message>
    <message>
        <source>Allowed length</source>
        <translation>允许长度</translation>
    </message>
    <message>
        <source>Repetitions up to this many tokens cost nothing.</source>
        <translation>不超过这么多词元的重复没有代价。</translation>
    </message>
    <message>
        <source>Tokens in which repetitions are looked for.</source>
        <translation>在多少词元内查找重复。</translation>
    </message>
    <message>
        <source>Less obvious words (XTC)</source>
        <translation>不那么显然的词 (XTC)</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>频率</translation>
    </message>
    <message>
        <source>The chance that the most obvious words are left out. 0 is off.</source>
        <translation>略去最显然的词的概率。0 为关闭。</translation>
    </message>
    <message>
        <source>What counts as obvious</source>
        <translation>何为显然</translation>
    </message>
    <message>
        <source>Words at least this likely; the least likely of them stays.</source>
        <translation>至少达到此概率的词；其中最不可能的一个保留。</translation>
    </message>
</context>
<context>
    <name>ParameterRows</name>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Higher is more surprising, 0 always takes the likeliest word.</source>
        <translation>越高越出人意料，0 总是取最可能的词。</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Only the likeliest words that together have this share.</source>
        <translation>只用合计达到此比例的最可能的词。</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Only this many of the likeliest words; 0 is all.</source>
        <translation>只用这么多个最可能的词；0 为全部。</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Only words at least this likely beside the likeliest.</source>
        <translation>只用相对最可能的词至少达到此概率的词。</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Above 1 avoids words that were just used.</source>
        <translation>大于 1 时避免刚用过的词。</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长回答</translation>
    </message>
    <message>
        <source>In tokens; 0 is until it ends by itself.</source>
        <translation>以词元计；0 表示直到自然结束。</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>The parameters are not a JSON object.</source>
        <translation>参数不是 JSON 对象。</translation>
    </message>
    <message>
        <source>“%1” is left out: it must be %2.</source>
        <translation>“%1”被略去：必须是%2。</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>%1 到 %2 的整数</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>%1 到 %2 的数</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>文本列表</translation>
    </message>
    <message>
        <source>an object of token numbers and their biases</source>
        <translation>由词元编号及其偏置组成的对象</translation>
    </message>
    <message>
        <source>ask, dropOldest, summarise or stop</source>
        <translation>ask、dropOldest、summarise 或 stop</translation>
    </message>
    <message>
        <source>an object of switches and texts</source>
        <translation>由开关和文本组成的对象</translation>
    </message>
</context>
<context>
    <name>PartBar</name>
    <message>
        <source>%1 % received</source>
        <translation>已接收 %1%</translation>
    </message>
</context>
<context>
    <name>PassagesSheet</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PictureBlock</name>
    <message>
        <source>Picture without a description</source>
        <translation>没有说明的图片</translation>
    </message>
    <message>
        <source>Picture: %1</source>
        <translation>图片：%1</translation>
    </message>
    <message>
        <source>Picture: %1. %2</source>
        <translation>图片：%1。%2</translation>
    </message>
    <message>
        <source>Load image</source>
        <translation>加载图片</translation>
    </message>
    <message>
        <source>Load this image. %1</source>
        <translation>加载此图片。%1</translation>
    </message>
    <message>
        <source>Leads to %1</source>
        <translation>链接到 %1</translation>
    </message>
    <message>
        <source>Open the link of this picture: %1</source>
        <translation>打开此图片的链接：%1</translation>
    </message>
</context>
<context>
    <name>PresetFile</name>
    <message>
        <source>This is not a JSON file (%1 at byte %2). Choose a file that Hearth has exported.</source>
        <translation>这不是 JSON 文件（%1，第 %2 字节）。请选择 Hearth 导出的文件。</translation>
    </message>
    <message>
        <source>These presets were written by a newer Hearth. Update Hearth, then import them.</source>
        <translation>这些预设来自更新版本的 Hearth。请更新后再导入。</translation>
    </message>
    <message>
        <source>An entry without a name, or too long, is left out.</source>
        <translation>没有名称或过长的条目被略去。</translation>
    </message>
    <message>
        <source>There is no preset in this file. Choose a file that Hearth has exported.</source>
        <translation>文件中没有预设。请选择 Hearth 导出的文件。</translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>Hide the instructions of %1</source>
        <translation>隐藏 %1 的指令</translation>
    </message>
    <message>
        <source>Edit the instructions of %1</source>
        <translation>编辑 %1 的指令</translation>
    </message>
    <message>
        <source>Move %1 up</source>
        <translation>上移 %1</translation>
    </message>
    <message>
        <source>Move %1 down</source>
        <translation>下移 %1</translation>
    </message>
    <message>
        <source>Duplicate %1</source>
        <translation>复制一份 %1</translation>
    </message>
    <message>
        <source>Export %1…</source>
        <translation>导出 %1…</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>Instructions of %1</source>
        <translation>%1 的指令</translation>
    </message>
    <message>
        <source>Instructions (system prompt)</source>
        <translation>指令（系统提示词）</translation>
    </message>
    <message>
        <source>For %1 · %2</source>
        <translation>适用于 %1 · %2</translation>
    </message>
    <message>
        <source>For any model</source>
        <translation>适用于任何模型</translation>
    </message>
    <message>
        <source>For %1</source>
        <translation>适用于 %1</translation>
    </message>
    <message>
        <source>Model of %1: %2</source>
        <translation>%1 的模型：%2</translation>
    </message>
</context>
<context>
    <name>PresetsSheet</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>A preset gives a chat its instructions and parameters. The folder a chat lies in, and the chat itself, may say otherwise.</source>
        <translation>预设为对话提供指令和参数。对话所在的文件夹和对话本身可以另行设定。</translation>
    </message>
    <message>
        <source>There is none yet.</source>
        <translation>还没有预设。</translation>
    </message>
    <message>
        <source>“%1” is deleted.</source>
        <translation>“%1”已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Bring “%1” back</source>
        <translation>恢复“%1”</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>New preset</source>
        <translation>新预设</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>全部导出…</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>导入预设</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>预设 (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Export presets</source>
        <translation>导出预设</translation>
    </message>
</context>
<context>
    <name>ProblemList</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>QualityPlot</name>
    <message>
        <source>Quality against memory. %1</source>
        <translation>质量与内存。%1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Memory for the weights</source>
        <translation>权重所需内存</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Messages that wait</source>
        <translation>等待中的消息</translation>
    </message>
    <message>
        <source>Waiting: %1</source>
        <translation>等待中：%1</translation>
    </message>
    <message>
        <source>A message that waits</source>
        <translation>一条等待中的消息</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>Do not send “%1”</source>
        <translation>不发送“%1”</translation>
    </message>
</context>
<context>
    <name>Recommended</name>
    <message>
        <source>the model&apos;s own file</source>
        <translation>模型自身的文件</translation>
    </message>
</context>
<context>
    <name>RecommendedNote</name>
    <message>
        <source>Source: %1</source>
        <translation>来源：%1</translation>
    </message>
</context>
<context>
    <name>RegenerateSheet</name>
    <message>
        <source>Write another answer with…</source>
        <translation>以其他方式重新回答…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>For this answer only</source>
        <translation>仅用于此回答</translation>
    </message>
    <message>
        <source>Write it</source>
        <translation>开始写</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>SamplingTab</name>
    <message>
        <source>Choice of words</source>
        <translation>选词</translation>
    </message>
    <message>
        <source>Length and chance</source>
        <translation>长度与随机</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Repeated phrases (DRY)</source>
        <translation>重复短语 (DRY)</translation>
    </message>
    <message>
        <source>Less obvious words (XTC)</source>
        <translation>不那么显然的词 (XTC)</translation>
    </message>
    <message>
        <source>Sequence breakers</source>
        <translation>序列分隔符</translation>
    </message>
    <message>
        <source>Stop words and banned tokens</source>
        <translation>停止词与禁用词元</translation>
    </message>
    <message>
        <source>Stop words</source>
        <translation>停止词</translation>
    </message>
    <message>
        <source>Token biases</source>
        <translation>词元偏置</translation>
    </message>
    <message>
        <source>A token&apos;s number, a colon, and what is added to its score, one a line: “1234: -100” bans it. hearth-cli tokenize shows the numbers.</source>
        <translation>词元编号、冒号和加到其分数上的值，每行一个：“1234: -100”为禁用。hearth-cli tokenize 可查看编号。</translation>
    </message>
    <message>
        <source>Save as default for this model</source>
        <translation>保存为此模型的默认值</translation>
    </message>
    <message>
        <source>Forget this model&apos;s defaults</source>
        <translation>清除此模型的默认值</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Reset all parameters of this chat</source>
        <translation>重置此对话的全部参数</translation>
    </message>
    <message>
        <source>Changes hold from the next answer on.</source>
        <translation>更改从下一个回答起生效。</translation>
    </message>
    <message>
        <source>Texts that end a phrase, one a line; %1 is a line break.</source>
        <translation>结束短语的文本，每行一个；%1 表示换行。</translation>
    </message>
    <message>
        <source>The answer ends before any of these texts, one a line; %1 is a line break.</source>
        <translation>回答遇到以下任一文本前结束，每行一个；%1 表示换行。</translation>
    </message>
</context>
<context>
    <name>SaveCode</name>
    <message>
        <source>Save the code</source>
        <translation>保存代码</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>%1 selected</source>
        <translation>已选 %1 个</translation>
    </message>
    <message>
        <source>Pin or unpin them</source>
        <translation>置顶或取消置顶</translation>
    </message>
    <message>
        <source>Move them to a folder</source>
        <translation>移动到文件夹</translation>
    </message>
    <message>
        <source>Move them to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
</context>
<context>
    <name>SelectionLayer</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy as plain text</source>
        <translation>复制为纯文本</translation>
    </message>
    <message>
        <source>Select the whole message</source>
        <translation>选择整条消息</translation>
    </message>
</context>
<context>
    <name>SentFileChips</name>
    <message>
        <source>What the model was shown</source>
        <translation>模型读到的内容</translation>
    </message>
    <message>
        <source>Open a copy</source>
        <translation>打开副本</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>保存 %1</translation>
    </message>
</context>
<context>
    <name>SettingChoice</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>ShortcutsSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Keys for commands</source>
        <translation>命令按键</translation>
    </message>
    <message>
        <source>Switch all off</source>
        <translation>全部停用</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>始终有效</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Stop the answer, stop editing, or back to the chat</source>
        <translation>停止回答、停止编辑或返回对话</translation>
    </message>
    <message>
        <source>Edit your last message</source>
        <translation>编辑你的上一条消息</translation>
    </message>
    <message>
        <source>Up in an empty box</source>
        <translation>在空输入框中按上箭头</translation>
    </message>
    <message>
        <source>Versions of the focused message</source>
        <translation>当前消息的各版本</translation>
    </message>
    <message>
        <source>Left and Right</source>
        <translation>左箭头和右箭头</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Give all commands their own keys back</source>
        <translation>恢复所有命令的默认按键</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>搜索所有对话</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>临时对话</translation>
    </message>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>%1 chats</source>
        <translation>%1 个对话</translation>
    </message>
    <message>
        <source>Nothing found. Every word must occur in a message or a title.</source>
        <translation>未找到。每个词都必须出现在消息或标题中。</translation>
    </message>
    <message>
        <source>Your chats will be listed here. They stay on this computer.</source>
        <translation>你的对话会列在这里，只保存在这台电脑上。</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>硬件</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>模型库</translation>
    </message>
</context>
<context>
    <name>SidebarRow</name>
    <message>
        <source>Actions for “%1”</source>
        <translation>“%1”的操作</translation>
    </message>
</context>
<context>
    <name>SmallerCopySheet</name>
    <message>
        <source>A smaller copy of %1</source>
        <translation>%1 的更小副本</translation>
    </message>
    <message>
        <source>The copy keeps every number of the model with fewer bits. It needs less memory and answers faster; down to about four bits you will hardly notice a difference, below that answers become weaker. The original stays as it is.</source>
        <translation>副本用更少的位保存模型的每个数值。它占用更少内存，回答更快；降到约四位时几乎察觉不到差别，再低回答就会变差。原模型保持不变。</translation>
    </message>
    <message>
        <source>100 % is the original: how likely the copy makes what the original would have written, word by word, on a short English text.</source>
        <translation>100 % 为原模型：在一段简短的英文文本上，副本逐词认为原模型所写内容的可能性。</translation>
    </message>
    <message>
        <source>Make the copy</source>
        <translation>制作副本</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Measure what each keeps</source>
        <translation>测量各自保留多少</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>A faster copy of %1</source>
        <translation>%1 的更快副本</translation>
    </message>
    <message>
        <source>This model is stored with so few bits that unpacking them takes many processors longer than reading more bits would. There a larger copy answers faster. It needs more memory and is no more precise than this file. The original stays as it is.</source>
        <translation>此模型以极少的位存储，许多处理器解包所需的时间比读取更多位还长。在这些处理器上，较大的副本回答更快。它需要更多内存，且不会比此文件更精确。原模型保持不变。</translation>
    </message>
</context>
<context>
    <name>StartOverSheet</name>
    <message>
        <source>Start this download over?</source>
        <translation>重新开始此下载？</translation>
    </message>
    <message>
        <source>What was received of %1 so far is deleted, and all of it is fetched again. To go on with what is here, try again instead.</source>
        <translation>%1 已接收的部分将被删除并全部重新下载。如需接着已有部分继续，请改为重试。</translation>
    </message>
    <message>
        <source>Delete and start over</source>
        <translation>删除并重新开始</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>保留已有部分</translation>
    </message>
</context>
<context>
    <name>StatisticsPage</name>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Answers that are kept on this computer</source>
        <translation>保存在这台电脑上的回答</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天</translation>
    </message>
    <message>
        <source>A year</source>
        <translation>一年</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>There is no answer in this time yet. Temporary chats are not counted.</source>
        <translation>此期间还没有回答。临时对话不计入。</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>按模型</translation>
    </message>
    <message>
        <source>What it took</source>
        <translation>消耗</translation>
    </message>
    <message>
        <source>Compare with a price…</source>
        <translation>与价格比较…</translation>
    </message>
    <message>
        <source>Change the prices…</source>
        <translation>更改价格…</translation>
    </message>
</context>
<context>
    <name>StatisticsSection</name>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Figures under answers</source>
        <translation>回答下方的数据</translation>
    </message>
    <message>
        <source>When pointed at</source>
        <translation>指向时</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>始终有效</translation>
    </message>
    <message>
        <source>Price of a million tokens written</source>
        <translation>每百万输出词元的价格</translation>
    </message>
    <message>
        <source>Elsewhere, to compare with. Leave it empty for no comparison.</source>
        <translation>其他服务的价格，用于比较。留空则不比较。</translation>
    </message>
    <message>
        <source>Price of a million tokens read</source>
        <translation>每百万输入词元的价格</translation>
    </message>
    <message>
        <source>Price of a kilowatt-hour</source>
        <translation>每千瓦时电价</translation>
    </message>
    <message>
        <source>Of your electricity.</source>
        <translation>你的用电价格。</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
</context>
<context>
    <name>StatisticsTile</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1：%2，%3</translation>
    </message>
</context>
<context>
    <name>StatsTab</name>
    <message>
        <source>The last answer</source>
        <translation>上一个回答</translation>
    </message>
    <message>
        <source>Its figures stand here once there is one.</source>
        <translation>有回答后，这里会显示其数据。</translation>
    </message>
    <message>
        <source>All answers…</source>
        <translation>所有回答…</translation>
    </message>
    <message>
        <source>Statistics of all answers</source>
        <translation>所有回答的统计</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Offline · nothing leaves this computer</source>
        <translation>离线 · 数据不会离开这台电脑</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Private by construction</source>
        <translation>从设计上保护隐私</translation>
    </message>
    <message>
        <source>Chats are kept in</source>
        <translation>对话保存在</translation>
    </message>
    <message>
        <source>Hearth opens no network connection: the model runs here, and what you write stays in that file. Links open in your browser, and only when you say so.</source>
        <translation>Hearth 不建立任何网络连接：模型在本机运行，你写的内容只留在该文件中。链接只有在你同意后才在浏览器中打开。</translation>
    </message>
    <message>
        <source>Loading %1: %2 %3 %</source>
        <translation>正在加载 %1：%2 %3%</translation>
    </message>
    <message>
        <source>Hardware: %1</source>
        <translation>硬件：%1</translation>
    </message>
    <message>
        <source>experts</source>
        <translation>专家</translation>
    </message>
    <message>
        <source>Experts on the graphics card: %1</source>
        <translation>显卡上的专家：%1</translation>
    </message>
    <message>
        <source>context %1</source>
        <translation>上下文 %1</translation>
    </message>
    <message>
        <source>Context: %1 tokens</source>
        <translation>上下文：%1 个词元</translation>
    </message>
    <message>
        <source>The last answer</source>
        <translation>上一个回答</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>What happens when a message does not fit is chosen in the inspector; until then Hearth asks. The oldest messages would go first.</source>
        <translation>消息放不下时如何处理可在检查器中选择；未选择时 Hearth 会询问。最早的消息最先略去。</translation>
    </message>
    <message>
        <source>Private · the hub is asked when you ask</source>
        <translation>私密 · 仅在你要求时询问 Hub</translation>
    </message>
    <message>
        <source>Private</source>
        <translation>私密</translation>
    </message>
    <message>
        <source>The model runs here, and what you write stays in that file. You allowed %1 for the library: it is asked when you search or download, and for nothing else. Links open in your browser, and only when you say so.</source>
        <translation>模型在本机运行，你写的内容只留在该文件中。你已允许模型库使用 %1：仅在搜索或下载时询问。链接只有在你同意后才在浏览器中打开。</translation>
    </message>
    <message>
        <source>See every request</source>
        <translation>查看所有请求</translation>
    </message>
</context>
<context>
    <name>SummaryNote</name>
    <message>
        <source>The model reads a summary of what stands above</source>
        <translation>模型读到的是上文的总结</translation>
    </message>
    <message>
        <source>%1, fold</source>
        <translation>%1，折叠</translation>
    </message>
    <message>
        <source>%1, unfold</source>
        <translation>%1，展开</translation>
    </message>
    <message>
        <source>Forget the summary</source>
        <translation>清除总结</translation>
    </message>
</context>
<context>
    <name>SystemSection</name>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Tell me when an answer is ready</source>
        <translation>回答完成时通知我</translation>
    </message>
    <message>
        <source>Show the answer&apos;s beginning in the notification</source>
        <translation>在通知中显示回答的开头</translation>
    </message>
    <message>
        <source>Stay awake while Hearth works</source>
        <translation>Hearth 工作时保持唤醒</translation>
    </message>
    <message>
        <source>Keep running when the window is closed</source>
        <translation>关闭窗口后继续运行</translation>
    </message>
    <message>
        <source>When it took a while, or failed, and you are not looking at Hearth.</source>
        <translation>当耗时较长或失败，而你没在看 Hearth 时。</translation>
    </message>
    <message>
        <source>Whoever sees your screen can read it.</source>
        <translation>看到你屏幕的人都能读到。</translation>
    </message>
    <message>
        <source>The computer does not sleep while an answer is written or a model is downloaded.</source>
        <translation>写回答或下载模型时，电脑不会休眠。</translation>
    </message>
    <message>
        <source>Hearth stays in the tray, its model stays loaded, and answers are finished.</source>
        <translation>Hearth 留在托盘，模型保持加载，回答会继续写完。</translation>
    </message>
</context>
<context>
    <name>TableBlock</name>
    <message>
        <source>Table, %1 columns, %2 rows</source>
        <translation>表格，%1 列，%2 行</translation>
    </message>
</context>
<context>
    <name>TextBlock</name>
    <message>
        <source>Done: %1</source>
        <translation>已完成：%1</translation>
    </message>
    <message>
        <source>To do: %1</source>
        <translation>待办：%1</translation>
    </message>
</context>
<context>
    <name>Thinking</name>
    <message>
        <source>%1, fold</source>
        <translation>%1，折叠</translation>
    </message>
    <message>
        <source>%1, unfold</source>
        <translation>%1，展开</translation>
    </message>
</context>
<context>
    <name>TrashSheet</name>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message>
        <source>Chats stay here for 30 days, then they are deleted for good.</source>
        <translation>对话在此保留 30 天，之后永久删除。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restore “%1”</source>
        <translation>恢复“%1”</translation>
    </message>
    <message>
        <source>Delete “%1” for good</source>
        <translation>永久删除“%1”</translation>
    </message>
    <message>
        <source>Delete this chat for good? Nothing can bring it back.</source>
        <translation>永久删除此对话？将无法找回。</translation>
    </message>
    <message>
        <source>Delete %1 chats for good? Nothing can bring them back.</source>
        <translation>永久删除 %1 个对话？将无法找回。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Empty the trash…</source>
        <translation>清空回收站…</translation>
    </message>
</context>
<context>
    <name>UsageBars</name>
    <message>
        <source>Tokens written</source>
        <translation>输出词元</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 词元/秒</translation>
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
        <translation>%1M</translation>
    </message>
    <message>
        <source>%1 billion</source>
        <translation>%1B</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>This Hearth was built without access to the desktop&apos;s keyring, and does not keep the token in a plain file; set HF_TOKEN in the environment instead.</source>
        <translation>此 Hearth 构建时未包含密钥环支持，也不会把令牌存为明文文件；请改为设置环境变量 HF_TOKEN。</translation>
    </message>
</context>
<context>
    <name>WritingSection</name>
    <message>
        <source>Writing</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Pasted text becomes a file</source>
        <translation>粘贴的文本转为文件</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>2,000</source>
        <translation>2,000</translation>
    </message>
    <message>
        <source>8,000</source>
        <translation>8,000</translation>
    </message>
    <message>
        <source>From this many characters on, or 25 lines; it can be put back into the message.</source>
        <translation>达到此字数或 25 行时；可以放回消息中。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Application</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::AttachmentShelf</name>
    <message>
        <source>No program of this computer opens “%1”.</source>
        <translation>这台电脑上没有能打开“%1”的程序。</translation>
    </message>
    <message>
        <source>No text is known of “%1”.</source>
        <translation>“%1”没有可用的文本。</translation>
    </message>
    <message>
        <source>The model was shown the whole text of this file.</source>
        <translation>模型读到了这个文件的全文。</translation>
    </message>
    <message>
        <source>The whole does not fit the model&apos;s context. It was shown %1 of the text: the beginning, and what fits your question best.</source>
        <translation>全文放不进模型的上下文。模型读到了其中的 %1：开头，以及与问题最相关的部分。</translation>
    </message>
    <message>
        <source>Only files on this computer can be attached.</source>
        <translation>只能附加这台电脑上的文件。</translation>
    </message>
    <message>
        <source>“%1” is a folder. Attach the files in it.</source>
        <translation>“%1”是文件夹。请附加其中的文件。</translation>
    </message>
    <message>
        <source>“%1” could not be opened: %2.</source>
        <translation>无法打开“%1”：%2。</translation>
    </message>
    <message>
        <source>“%1” is larger than 32 MB. Attach a part of it.</source>
        <translation>“%1”大于 32 MB。请附加其中一部分。</translation>
    </message>
    <message>
        <source>This is an image, and no model that Hearth runs can see images yet.</source>
        <translation>这是图片，Hearth 运行的模型目前还不能看图。</translation>
    </message>
    <message>
        <source>Pasted text.txt</source>
        <translation>粘贴的文本.txt</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Benchmark</name>
    <message>
        <source>Measured on %1: reads %2, writes %3 (%4 tokens written, on %5).</source>
        <translation>测量于 %1：读取 %2，输出 %3（写出 %4 个词元，运行于 %5）。</translation>
    </message>
    <message>
        <source>Reading a text and writing %1 tokens…</source>
        <translation>正在读取文本并写出 %1 个词元…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>正在加载模型…</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ChatController</name>
    <message>
        <source>This does not fit: more than %1 tokens, and the model can hold %2. The %3 oldest messages would be left out.</source>
        <translation>放不下：超过 %1 个词元，而模型最多容纳 %2 个。最早的 %3 条消息将被略去。</translation>
    </message>
    <message>
        <source>This does not fit: %1 tokens, and the model can hold %2.</source>
        <translation>放不下：共 %1 个词元，而模型最多容纳 %2 个。</translation>
    </message>
    <message>
        <source> The oldest message would be left out: “%1”.</source>
        <translation>最早的一条消息将被略去：“%1”。</translation>
    </message>
    <message>
        <source> The %1 oldest messages would be left out, from “%2” to “%3”.</source>
        <translation>最早的 %1 条消息将被略去，从“%2”到“%3”。</translation>
    </message>
    <message>
        <source>Reading %1 of %2 tokens</source>
        <translation>正在读取 %1 / %2 个词元</translation>
    </message>
    <message>
        <source>The answer ends here because the model&apos;s context is full.</source>
        <translation>模型的上下文已满，回答到此为止。</translation>
    </message>
    <message>
        <source>The answer was cut at the longest length that is allowed.</source>
        <translation>回答达到允许的最大长度，已截断。</translation>
    </message>
    <message>
        <source>%1 (fork)</source>
        <translation>%1（分叉）</translation>
    </message>
    <message>
        <source>Nothing was sent. Shorten your message, begin a new chat, or choose in the inspector what shall happen when the context is full.</source>
        <translation>未发送任何内容。请缩短消息、新建对话，或在检查器中选择上下文已满时的处理方式。</translation>
    </message>
    <message>
        <source>Summarising %1…</source>
        <translation>正在总结 %1…</translation>
    </message>
    <message>
        <source>message</source>
        <translation>条消息</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>条消息</translation>
    </message>
    <message>
        <source>The oldest messages could not be summarised: %1</source>
        <translation>无法总结最早的消息：%1</translation>
    </message>
    <message>
        <source>This chat was last answered by %1.</source>
        <translation>此对话上次由 %1 回答。</translation>
    </message>
    <message>
        <source>The preset of this chat is meant for %1.</source>
        <translation>此对话的预设适用于 %1。</translation>
    </message>
    <message>
        <source>Chats in this folder begin with %1.</source>
        <translation>此文件夹中的对话以 %1 开始。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ChatLibrary</name>
    <message>
        <source>Renamed to “%1”</source>
        <translation>已重命名为“%1”</translation>
    </message>
    <message>
        <source>The chat was pinned</source>
        <translation>对话已置顶</translation>
    </message>
    <message>
        <source>%1 chats were pinned</source>
        <translation>%1 个对话已置顶</translation>
    </message>
    <message>
        <source>The chat was unpinned</source>
        <translation>对话已取消置顶</translation>
    </message>
    <message>
        <source>%1 chats were unpinned</source>
        <translation>%1 个对话已取消置顶</translation>
    </message>
    <message>
        <source>The chat was moved</source>
        <translation>对话已移动</translation>
    </message>
    <message>
        <source>%1 chats were moved</source>
        <translation>%1 个对话已移动</translation>
    </message>
    <message>
        <source>The chat was moved to the trash</source>
        <translation>对话已移到回收站</translation>
    </message>
    <message>
        <source>%1 chats were moved to the trash</source>
        <translation>%1 个对话已移到回收站</translation>
    </message>
    <message>
        <source>The chat was restored</source>
        <translation>对话已恢复</translation>
    </message>
    <message>
        <source>%1 chats were restored</source>
        <translation>%1 个对话已恢复</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>A folder was made</source>
        <translation>已新建文件夹</translation>
    </message>
    <message>
        <source>The folder was moved</source>
        <translation>文件夹已移动</translation>
    </message>
    <message>
        <source>The folder was deleted; its chats are still there</source>
        <translation>文件夹已删除，其中的对话仍在</translation>
    </message>
    <message>
        <source>The folder was restored</source>
        <translation>文件夹已恢复</translation>
    </message>
    <message>
        <source>The folder&apos;s settings were saved</source>
        <translation>文件夹的设置已保存</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::CodeSaver</name>
    <message>
        <source>The code could not be saved to %1: %2. Choose another folder.</source>
        <translation>无法将代码保存到 %1：%2。请选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ContextBar</name>
    <message>
        <source>What you are writing</source>
        <translation>正在输入的内容</translation>
    </message>
    <message>
        <source>%1 earlier turns</source>
        <translation>更早的 %1 轮</translation>
    </message>
    <message>
        <source>Instructions and summary</source>
        <translation>指令与总结</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Marks of the chat template</source>
        <translation>对话模板标记</translation>
    </message>
    <message>
        <source>Kept free for the answer</source>
        <translation>为回答预留</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>%1 of %2 tokens, and %3 kept free for the answer.</source>
        <translation>%1 / %2 个词元，另为回答预留 %3 个。</translation>
    </message>
    <message>
        <source>%1 tokens, and %2 for the answer: more than the model&apos;s %3.</source>
        <translation>%1 个词元加回答 %2 个：超过模型的 %3 个。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ContextMeter</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>With what you are writing</source>
        <translation>包括正在输入的内容</translation>
    </message>
    <message>
        <source>This conversation</source>
        <translation>当前对话</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>The model can hold</source>
        <translation>模型可容纳</translation>
    </message>
    <message>
        <source>Left for answers</source>
        <translation>留给回答</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ConversationListModel</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::DesktopSession</name>
    <message>
        <source>Writing an answer</source>
        <translation>正在写回答</translation>
    </message>
    <message>
        <source>Downloading a model</source>
        <translation>正在下载模型</translation>
    </message>
    <message>
        <source>An answer could not be finished</source>
        <translation>有一个回答未能完成</translation>
    </message>
    <message>
        <source>Your answer is ready</source>
        <translation>回答已完成</translation>
    </message>
    <message>
        <source>Click to read it.</source>
        <translation>点击阅读。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::DownloadList</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>waiting until the hub may be asked</source>
        <translation>等待允许询问 Hub</translation>
    </message>
    <message>
        <source>waiting its turn</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>checked as it comes</source>
        <translation>边接收边校验</translation>
    </message>
    <message>
        <source>beginning</source>
        <translation>开始中</translation>
    </message>
    <message>
        <source>tries again by itself</source>
        <translation>将自动重试</translation>
    </message>
    <message>
        <source>checking the last of it</source>
        <translation>正在校验最后部分</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>ready, checksum correct</source>
        <translation>已就绪，校验和正确</translation>
    </message>
    <message>
        <source>ready; the hub states no checksum</source>
        <translation>已就绪；Hub 未提供校验和</translation>
    </message>
    <message>
        <source>size not known yet</source>
        <translation>大小尚不清楚</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>Downloading · %1/s</source>
        <translation>正在下载 · %1/秒</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>%1 MB/s</source>
        <translation>%1 MB/秒</translation>
    </message>
    <message>
        <source>%1 free on this disk</source>
        <translation>此磁盘剩余 %1</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE is set for this computer: the download stays where it is.</source>
        <translation>这台电脑设置了 HF_HUB_OFFLINE：下载保持现状。</translation>
    </message>
    <message>
        <source>Hearth works offline, and the download stays where it is. Asking the hub can be allowed again in the settings, under Models and downloads.</source>
        <translation>Hearth 处于离线状态，下载保持现状。可在设置的“模型与下载”中重新允许询问 Hub。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::EnergyWatch</name>
    <message>
        <source>processor and graphics card</source>
        <translation>处理器和显卡</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>显卡</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ExchangeController</name>
    <message>
        <source>Stopped. What was imported until then stays.</source>
        <translation>已停止。已导入的内容会保留。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Reading… %1 chats so far</source>
        <translation>正在读取…目前 %1 个对话</translation>
    </message>
    <message>
        <source>%1 of %2 chats</source>
        <translation>%1 / %2 个对话</translation>
    </message>
    <message>
        <source>This chat</source>
        <translation>此对话</translation>
    </message>
    <message>
        <source>This folder</source>
        <translation>此文件夹</translation>
    </message>
    <message>
        <source>All chats</source>
        <translation>所有对话</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>for notes and editors</source>
        <translation>适合笔记和编辑器</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>one file that any browser shows</source>
        <translation>任何浏览器都能打开的单个文件</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>for printing and passing on</source>
        <translation>适合打印和分享</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>as it was written</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Hearth chats %1</source>
        <translation>Hearth 对话 %1</translation>
    </message>
    <message>
        <source>Untitled chat</source>
        <translation>无标题对话</translation>
    </message>
    <message>
        <source>Choose a place on this computer to export to.</source>
        <translation>请选择这台电脑上的导出位置。</translation>
    </message>
    <message>
        <source>There is no chat to export.</source>
        <translation>没有可导出的对话。</translation>
    </message>
    <message>
        <source>One chat was exported.</source>
        <translation>已导出 1 个对话。</translation>
    </message>
    <message>
        <source>%1 chats were exported.</source>
        <translation>已导出 %1 个对话。</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>There is nothing new in it.</source>
        <translation>其中没有新内容。</translation>
    </message>
    <message>
        <source>Nothing was imported.</source>
        <translation>没有导入任何内容。</translation>
    </message>
    <message>
        <source>One chat with %1 messages will be imported into %2.</source>
        <translation>将把 1 个对话（%1 条消息）导入 %2。</translation>
    </message>
    <message>
        <source>%1 chats with %2 messages will be imported into %3.</source>
        <translation>将把 %1 个对话（%2 条消息）导入 %3。</translation>
    </message>
    <message>
        <source>One chat is now in %1.</source>
        <translation>1 个对话已导入 %1。</translation>
    </message>
    <message>
        <source>%1 chats are now in %2.</source>
        <translation>%1 个对话已导入 %2。</translation>
    </message>
    <message>
        <source>Already in Hearth: %1.</source>
        <translation>Hearth 中已有：%1。</translation>
    </message>
    <message>
        <source>Without a message, left out: %1.</source>
        <translation>没有消息而略过：%1。</translation>
    </message>
    <message>
        <source>With problems, left out: %1.</source>
        <translation>有问题而略过：%1。</translation>
    </message>
    <message>
        <source>Choose a file or a folder on this computer.</source>
        <translation>请选择这台电脑上的文件或文件夹。</translation>
    </message>
    <message>
        <source>Backup (Hearth JSON)</source>
        <translation>备份（Hearth JSON）</translation>
    </message>
    <message>
        <source>everything: all versions and the thinking; can be imported again</source>
        <translation>全部内容：所有版本和思考；可再次导入</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ExpertMapItem</name>
    <message>
        <source>on the graphics card</source>
        <translation>在显卡上</translation>
    </message>
    <message>
        <source>in memory</source>
        <translation>在内存中</translation>
    </message>
    <message>
        <source>on disk</source>
        <translation>在磁盘上</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>used by the newest token</source>
        <translation>最新词元用到</translation>
    </message>
    <message>
        <source>used a moment ago</source>
        <translation>刚刚用过</translation>
    </message>
    <message>
        <source>used a while ago</source>
        <translation>前一阵用过</translation>
    </message>
    <message>
        <source>not used lately</source>
        <translation>最近未用</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Layer %1, expert %2: %3</source>
        <translation>第 %1 层，专家 %2：%3</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::FitDesk</name>
    <message>
        <source>%1 of free memory</source>
        <translation>空闲内存 %1</translation>
    </message>
    <message>
        <source>No graphics card in use · %1</source>
        <translation>未使用显卡 · %1</translation>
    </message>
    <message>
        <source>%1 with %2 · %3</source>
        <translation>%1（%2）· %3</translation>
    </message>
    <message>
        <source>Models of up to about %1 billion parameters run on the processor; the smaller, the faster.</source>
        <translation>处理器可运行约 %1B 参数以内的模型；越小越快。</translation>
    </message>
    <message>
        <source>Models of up to about %1 billion parameters fit on the graphics card, and those made of experts up to about %2 billion together with the memory.</source>
        <translation>显卡可容纳约 %1B 参数以内的模型；由专家组成的模型连同内存可达约 %2B。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>%1k</source>
        <translation>%1k</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>经由 %1</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::FoundModels</name>
    <message>
        <source>comes with Hearth</source>
        <translation>Hearth 自带</translation>
    </message>
    <message>
        <source>%1 is not a folder on this computer.</source>
        <translation>%1 不是这台电脑上的文件夹。</translation>
    </message>
    <message>
        <source>downloads go here</source>
        <translation>下载存放于此</translation>
    </message>
    <message>
        <source>added by you</source>
        <translation>由你添加</translation>
    </message>
    <message>
        <source>added by you; not there at the moment</source>
        <translation>由你添加；目前不存在</translation>
    </message>
    <message>
        <source>%1, only read</source>
        <translation>%1，只读</translation>
    </message>
    <message>
        <source>Cannot be loaded</source>
        <translation>无法加载</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>正在查找模型…</translation>
    </message>
    <message>
        <source>No models were found on this computer yet.</source>
        <translation>这台电脑上还没有找到模型。</translation>
    </message>
    <message>
        <source>model on this computer</source>
        <translation>个模型在这台电脑上</translation>
    </message>
    <message>
        <source>models on this computer</source>
        <translation>个模型在这台电脑上</translation>
    </message>
    <message>
        <source>It comes with Hearth and takes next to no room.</source>
        <translation>Hearth 自带，几乎不占空间。</translation>
    </message>
    <message>
        <source>It belongs to %1. Hearth only reads it; delete it there.</source>
        <translation>它属于 %1。Hearth 只读取；请在那里删除。</translation>
    </message>
    <message>
        <source>Its file lies outside of the folders that you gave to Hearth: %1.</source>
        <translation>其文件不在你提供给 Hearth 的文件夹中：%1。</translation>
    </message>
    <message>
        <source>%1 could not be moved to the trash: is its folder writable, and is there a trash on that disk? Nothing was deleted.</source>
        <translation>无法将 %1 移到回收站：其文件夹是否可写，该磁盘是否有回收站？未删除任何内容。</translation>
    </message>
    <message>
        <source>%1 could not be brought back; it is still in the trash.</source>
        <translation>无法恢复 %1；它仍在回收站中。</translation>
    </message>
    <message>
        <source>It is a whole folder, and Hearth deletes folders only where its own downloads are. Delete it with the file manager if you no longer need it.</source>
        <translation>这是一整个文件夹，而 Hearth 只在自己的下载位置删除文件夹。如果不再需要，请用文件管理器删除。</translation>
    </message>
    <message>
        <source>Its files lie outside of its folder: %1. Delete it with the file manager.</source>
        <translation>它的文件位于其文件夹之外：%1。请用文件管理器删除。</translation>
    </message>
    <message>
        <source>Its folder also holds “%1”, which is not part of the model. Move that elsewhere, or delete the folder with the file manager.</source>
        <translation>其文件夹中还有“%1”，它不属于该模型。请将它移到别处，或用文件管理器删除该文件夹。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::HardwareController</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>the best graphics card, where there is one</source>
        <translation>有显卡时用最好的一块</translation>
    </message>
    <message>
        <source>computes on the processor, slower than “Processor only”; for tests</source>
        <translation>在处理器上计算，比“仅处理器”更慢；用于测试</translation>
    </message>
    <message>
        <source>cannot be used: %1</source>
        <translation>无法使用：%1</translation>
    </message>
    <message>
        <source>not found on this computer now</source>
        <translation>目前在这台电脑上未找到</translation>
    </message>
    <message>
        <source>your choice</source>
        <translation>你的选择</translation>
    </message>
    <message>
        <source>Processor only</source>
        <translation>仅处理器</translation>
    </message>
    <message>
        <source>nothing is put on a graphics card</source>
        <translation>不使用显卡</translation>
    </message>
    <message>
        <source>Looking for graphics cards…</source>
        <translation>正在查找显卡…</translation>
    </message>
    <message>
        <source>No graphics card was found: %1.</source>
        <translation>未找到显卡：%1。</translation>
    </message>
    <message>
        <source>No graphics card with Vulkan was found on this computer.</source>
        <translation>这台电脑上没有支持 Vulkan 的显卡。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>now %1 of %2</source>
        <translation>现为 %1 / %2</translation>
    </message>
    <message>
        <source>There is no graphics card to choose for.</source>
        <translation>没有可供设置的显卡。</translation>
    </message>
    <message>
        <source>Holds when a model runs on the graphics card.</source>
        <translation>模型在显卡上运行时生效。</translation>
    </message>
    <message>
        <source>When other programs need more of it, experts make room; when it is free again, they come back.</source>
        <translation>其他程序需要更多显存时，专家会让出空间；空闲后再回来。</translation>
    </message>
    <message>
        <source>Holds at once: experts leave the card or come back, and the model stays loaded.</source>
        <translation>立即生效：专家移出或回到显卡，模型保持加载。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>专家</translation>
    </message>
    <message>
        <source>Conversation cache</source>
        <translation>对话缓存</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>其他程序</translation>
    </message>
    <message>
        <source>Free, at most</source>
        <translation>空闲（至多）</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>the driver does not tell</source>
        <translation>驱动程序未提供</translation>
    </message>
    <message>
        <source>on the graphics card</source>
        <translation>在显卡上</translation>
    </message>
    <message>
        <source>in memory</source>
        <translation>在内存中</translation>
    </message>
    <message>
        <source>on disk</source>
        <translation>在磁盘上</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>no answer yet since the model was loaded</source>
        <translation>模型加载后还没有回答</translation>
    </message>
    <message>
        <source>limit of this computer: %1</source>
        <translation>这台电脑的上限：%1</translation>
    </message>
    <message>
        <source>the limit of this computer is not measured yet</source>
        <translation>这台电脑的上限尚未测量</translation>
    </message>
    <message>
        <source>Expert hits</source>
        <translation>专家命中</translation>
    </message>
    <message>
        <source>this model has no experts</source>
        <translation>此模型没有专家</translation>
    </message>
    <message>
        <source>no graphics card is in use</source>
        <translation>未使用显卡</translation>
    </message>
    <message>
        <source>no experts are on the card</source>
        <translation>显卡上没有专家</translation>
    </message>
    <message>
        <source>of the last %1 tokens</source>
        <translation>最近 %1 个词元</translation>
    </message>
    <message>
        <source>Read per token</source>
        <translation>每词元读取</translation>
    </message>
    <message>
        <source>the first answer shows who reads how much</source>
        <translation>第一个回答后显示各自读取量</translation>
    </message>
    <message>
        <source>%1 by the card</source>
        <translation>显卡 %1</translation>
    </message>
    <message>
        <source>%1 by the processor</source>
        <translation>处理器 %1</translation>
    </message>
    <message>
        <source>%1 from disk</source>
        <translation>磁盘 %1</translation>
    </message>
    <message>
        <source>all of it on the graphics card</source>
        <translation>全部在显卡上</translation>
    </message>
    <message>
        <source>all of it by the processor</source>
        <translation>全部由处理器完成</translation>
    </message>
    <message>
        <source>On a graphics card</source>
        <translation>在显卡上</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>the processor does all the work</source>
        <translation>全部由处理器计算</translation>
    </message>
    <message>
        <source>none wait on disk</source>
        <translation>没有在磁盘上等待的</translation>
    </message>
    <message>
        <source>%1 wait on disk</source>
        <translation>%1 个在磁盘上等待</translation>
    </message>
    <message>
        <source>Experts in memory</source>
        <translation>内存中的专家</translation>
    </message>
    <message>
        <source>Layers on the card</source>
        <translation>显卡上的层</translation>
    </message>
    <message>
        <source>the whole model</source>
        <translation>整个模型</translation>
    </message>
    <message>
        <source>the processor computes %1</source>
        <translation>处理器计算 %1 层</translation>
    </message>
    <message>
        <source>Experts on the card</source>
        <translation>显卡上的专家</translation>
    </message>
    <message>
        <source>and all other weights</source>
        <translation>及其他全部权重</translation>
    </message>
    <message>
        <source>with %1 of %2 layers</source>
        <translation>共 %2 层中的 %1 层</translation>
    </message>
    <message>
        <source>No model is loaded, so there is nothing to show yet.</source>
        <translation>尚未加载模型，暂无可显示的内容。</translation>
    </message>
    <message>
        <source>%1 is being loaded.</source>
        <translation>正在加载 %1。</translation>
    </message>
    <message>
        <source>%1 runs on %2.</source>
        <translation>%1 运行于 %2。</translation>
    </message>
    <message>
        <source>This model has no experts: every token reads all of its weights, so there is no map of hot and cold ones.</source>
        <translation>此模型没有专家：每个词元都要读取全部权重，因此没有冷热分布图。</translation>
    </message>
    <message>
        <source>You chose the processor for it below.</source>
        <translation>你在下方选择了处理器。</translation>
    </message>
    <message>
        <source>This model is so small (%1) that the processor is enough for it.</source>
        <translation>此模型很小（%1），处理器就够用。</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>A graphics card with Vulkan 1.2 would make it faster: one with %1 would hold all of it; with less, the experts your conversation is using go on the card, and the others stay in memory.</source>
        <translation>支持 Vulkan 1.2 的显卡会更快：%1 的显卡可容纳全部；更小的显卡上放置对话正在用的专家，其余留在内存中。</translation>
    </message>
    <message>
        <source>A graphics card with Vulkan 1.2 would make it faster: one with %1 would hold all of it; with less, as many layers as fit go on the card.</source>
        <translation>支持 Vulkan 1.2 的显卡会更快：%1 的显卡可容纳全部；更小的显卡上放置能放下的层。</translation>
    </message>
    <message>
        <source>Graphics memory · %1</source>
        <translation>显存 · %1</translation>
    </message>
    <message>
        <source>Hearth uses %1 and may use %2</source>
        <translation>Hearth 已用 %1，可用 %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Layers · %1 of %2 on the graphics card</source>
        <translation>层 · 共 %2 层，%1 层在显卡上</translation>
    </message>
    <message>
        <source>Experts · %1 of %2</source>
        <translation>专家 · %1，每层 %2 个</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>the stronger the colour, the more recently used</source>
        <translation>颜色越深，用得越近</translation>
    </message>
    <message>
        <source>the first answer shows which are used</source>
        <translation>第一个回答后显示哪些被使用</translation>
    </message>
    <message>
        <source>which are used is followed on a graphics card</source>
        <translation>在显卡上运行时会跟踪使用情况</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 个%2</translation>
    </message>
    <message>
        <source>Map of the experts, %1 of %2: %3</source>
        <translation>专家分布图，%1，每层 %2 个：%3</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>命中 %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::HubAccess</name>
    <message>
        <source>A token is kept in the keyring. It is sent to %1 and to nobody else.</source>
        <translation>密钥环中保存有令牌。只发送给 %1。</translation>
    </message>
    <message>
        <source>The token that other tools left on this computer is used, for %1 alone.</source>
        <translation>使用其他工具留在这台电脑上的令牌，仅用于 %1。</translation>
    </message>
    <message>
        <source>Needed only for models whose publisher asks for consent first. It goes into the keyring, never into a file of Hearth&apos;s.</source>
        <translation>仅用于发布者要求先同意条款的模型。保存在密钥环中，绝不写入 Hearth 的文件。</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>正在询问 %1…</translation>
    </message>
    <message>
        <source>The token works; it belongs to %1.</source>
        <translation>令牌有效；属于 %1。</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>%1, %2 received</source>
        <translation>%1，已接收 %2</translation>
    </message>
    <message>
        <source>, with your token</source>
        <translation>，使用你的令牌</translation>
    </message>
    <message>
        <source>Nothing was sent since Hearth was started.</source>
        <translation>自 Hearth 启动以来未发送任何内容。</translation>
    </message>
    <message>
        <source>%1 since Hearth was started, newest first.</source>
        <translation>自 Hearth 启动以来 %1，最新的在前。</translation>
    </message>
    <message>
        <source>request</source>
        <translation>次请求</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>次请求</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::HubSearch</name>
    <message>
        <source>%1 downloads</source>
        <translation>%1 次下载</translation>
    </message>
    <message>
        <source>Trending</source>
        <translation>热门趋势</translation>
    </message>
    <message>
        <source>Most downloaded</source>
        <translation>下载最多</translation>
    </message>
    <message>
        <source>Most liked</source>
        <translation>最受喜爱</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>Asks for consent</source>
        <translation>需同意条款</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::InspectorController</name>
    <message>
        <source>The makers of %1 advise against a system prompt: put instructions into your message instead.</source>
        <translation>%1 的开发者不建议使用系统提示词：请把指令写进消息里。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 个%2</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>温度</translation>
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
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>no system prompt</source>
        <translation>无系统提示词</translation>
    </message>
    <message>
        <source>Recommended for %1: %2.</source>
        <translation>%1 的推荐设置：%2。</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>The model thinks before it answers: slower, and better at hard questions.</source>
        <translation>模型先思考再回答：较慢，但更擅长难题。</translation>
    </message>
    <message>
        <source>A setting of this model&apos;s chat template.</source>
        <translation>此模型对话模板的设置。</translation>
    </message>
    <message>
        <source>As the model has it</source>
        <translation>按模型默认</translation>
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
        <translation>目前没有保留任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s), %1</source>
        <translation>
            <numerusform>%n 个对话，%1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Language</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::LibraryController</name>
    <message>
        <source>Chosen by hand, as of %1. Reading this list sends nothing.</source>
        <translation>人工挑选，截至 %1。阅读此列表不会发送任何内容。</translation>
    </message>
    <message>
        <source>%1, %2 active</source>
        <translation>%1，激活 %2</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>That link belongs to %1, but Hearth asks %2. The hub can be changed in the settings.</source>
        <translation>该链接属于 %1，但 Hearth 询问的是 %2。可在设置中更改 Hub。</translation>
    </message>
    <message>
        <source>This model is in use. Choose another one first.</source>
        <translation>此模型正在使用。请先选择其他模型。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::MessageItem</name>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>%1 s to first</source>
        <translation>首个 %1 秒</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>命中 %1</translation>
    </message>
    <message>
        <source>The model did not read the oldest message: it did not fit any more.</source>
        <translation>模型没有读到最早的消息：已放不下。</translation>
    </message>
    <message>
        <source>The model did not read the %1 oldest messages: they did not fit any more.</source>
        <translation>模型没有读到最早的 %1 条消息：已放不下。</translation>
    </message>
    <message>
        <source>%1 guessed</source>
        <translation>预测 %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ModelController</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>数值格式</translation>
    </message>
    <message>
        <source>Context in use</source>
        <translation>使用的上下文</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>Context as trained</source>
        <translation>训练时的上下文</translation>
    </message>
    <message>
        <source>The file is no longer there</source>
        <translation>文件已不存在</translation>
    </message>
    <message>
        <source>Tiny demonstration model · %1</source>
        <translation>微型演示模型 · %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folder · %1</source>
        <translation>文件夹 · %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ModelDetail</name>
    <message>
        <source>%1 bits</source>
        <translation>%1 位</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 参数</translation>
    </message>
    <message>
        <source>%1 parameters, %2 active per token</source>
        <translation>%1 参数，每词元激活 %2</translation>
    </message>
    <message>
        <source>as trained</source>
        <translation>训练原样</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>tiny, poor</source>
        <translation>极小，质量差</translation>
    </message>
    <message>
        <source>small, loses quality</source>
        <translation>较小，质量下降</translation>
    </message>
    <message>
        <source>small</source>
        <translation>较小</translation>
    </message>
    <message>
        <source>good</source>
        <translation>好</translation>
    </message>
    <message>
        <source>very good</source>
        <translation>很好</translation>
    </message>
    <message>
        <source>best, nearly lossless</source>
        <translation>最佳，几乎无损</translation>
    </message>
    <message>
        <source>%1k context</source>
        <translation>%1k 上下文</translation>
    </message>
    <message>
        <source>licence not confirmed</source>
        <translation>许可证未确认</translation>
    </message>
    <message>
        <source>its publisher asks for consent first</source>
        <translation>发布者要求先同意条款</translation>
    </message>
    <message>
        <source>This repository has no GGUF files. Many publishers keep them in another one, with GGUF in its name.</source>
        <translation>此仓库没有 GGUF 文件。许多发布者将其放在名称含 GGUF 的另一仓库中。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>, %1 bits per weight</source>
        <translation>，每权重 %1 位</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>数值格式</translation>
    </message>
    <message>
        <source>Context as trained</source>
        <translation>训练时的上下文</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>对话模板</translation>
    </message>
    <message>
        <source>in the file</source>
        <translation>在文件中</translation>
    </message>
    <message>
        <source>none; a plain one is used</source>
        <translation>无；使用通用模板</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>发现于</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Also at</source>
        <translation>另见</translation>
    </message>
    <message>
        <source>Cannot be loaded</source>
        <translation>无法加载</translation>
    </message>
    <message>
        <source>size at the hub</source>
        <translation>Hub 上的大小</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>下载 %1</translation>
    </message>
    <message>
        <source>The repository lacks parts of this model. Choose another file.</source>
        <translation>仓库缺少此模型的部分文件。请选择其他文件。</translation>
    </message>
    <message>
        <source>The download stopped; see below.</source>
        <translation>下载已停止；见下方。</translation>
    </message>
    <message>
        <source>It is in the list of downloads.</source>
        <translation>已在下载列表中。</translation>
    </message>
    <message>
        <source>This file is on this computer.</source>
        <translation>此文件已在这台电脑上。</translation>
    </message>
    <message>
        <source>%1 no longer has the file %2. Open its page to see what took its place.</source>
        <translation>%1 已没有文件 %2。请打开其页面查看替代文件。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件数</translation>
    </message>
    <message>
        <source>in the folder</source>
        <translation>在文件夹中</translation>
    </message>
    <message>
        <source>Make a smaller copy…</source>
        <translation>制作更小的副本…</translation>
    </message>
    <message>
        <source>Its weights are stored with about %1 bits each. It runs as it is; a copy in a larger form answers faster on many processors, but needs more memory and is no more precise than this file.</source>
        <translation>其每个权重约以 %1 位存储。它可以直接运行；以较大格式制作的副本在许多处理器上回答更快，但需要更多内存，且不会比此文件更精确。</translation>
    </message>
    <message>
        <source>%1 runs as it is; a larger copy answers faster on many processors.</source>
        <translation>%1 可以直接运行；较大的副本在许多处理器上回答更快。</translation>
    </message>
    <message>
        <source>Make a faster copy…</source>
        <translation>制作更快的副本…</translation>
    </message>
    <message>
        <source>Its weights are stored with about %1 bits each. It runs as it is.</source>
        <translation>其每个权重约以 %1 位存储。它可以直接运行。</translation>
    </message>
    <message>
        <source>This is the model as its makers published it. It runs as it is.</source>
        <translation>这是开发者发布的原始模型。它可以直接运行。</translation>
    </message>
    <message>
        <source>%1 runs as it is; a smaller copy is faster.</source>
        <translation>%1 可以直接运行；较小的副本更快。</translation>
    </message>
    <message>
        <source>This is the model as its makers published it. It runs as it is; a smaller copy with 4 bits takes about %1 instead of %2 and is faster.</source>
        <translation>这是开发者发布的原始模型。它可以直接运行；4 位的较小副本约占 %1，而不是 %2，并且更快。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Notifications</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::PaletteModel</name>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ParameterListModel</name>
    <message>
        <source>Until it ends</source>
        <translation>直到结束</translation>
    </message>
    <message>
        <source>Hearth&apos;s own</source>
        <translation>Hearth 默认</translation>
    </message>
    <message>
        <source>Recommended for %1</source>
        <translation>%1 的推荐值</translation>
    </message>
    <message>
        <source>Your default for this model</source>
        <translation>你为此模型设的默认值</translation>
    </message>
    <message>
        <source>From the preset “%1”</source>
        <translation>来自预设“%1”</translation>
    </message>
    <message>
        <source>From the folder</source>
        <translation>来自文件夹</translation>
    </message>
    <message>
        <source>Set for this chat</source>
        <translation>为此对话设定</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::PictureItem</name>
    <message>
        <source>This is no picture of a kind that Hearth shows (PNG, JPEG, GIF, WebP or BMP).</source>
        <translation>这不是 Hearth 能显示的图片类型（PNG、JPEG、GIF、WebP 或 BMP）。</translation>
    </message>
    <message>
        <source>This picture is too large to be shown.</source>
        <translation>此图片太大，无法显示。</translation>
    </message>
    <message>
        <source>This picture is damaged or incomplete.</source>
        <translation>此图片已损坏或不完整。</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>A picture at %1. It is not fetched unless you ask.</source>
        <translation>位于 %1 的图片。除非你要求，否则不会获取。</translation>
    </message>
    <message>
        <source>A picture in the file %1. It is not read unless you ask.</source>
        <translation>文件 %1 中的图片。除非你要求，否则不会读取。</translation>
    </message>
    <message>
        <source>This is no address of a picture.</source>
        <translation>这不是图片的地址。</translation>
    </message>
    <message>
        <source>There is nothing to be read: no file, an empty one, or one of more than 32 MB.</source>
        <translation>没有可读取的内容：文件不存在、为空，或超过 32 MB。</translation>
    </message>
    <message>
        <source>The picture did not arrive: it is larger than 32 MB, or %1 was silent for too long.</source>
        <translation>图片未能获取：它超过 32 MB，或 %1 长时间没有响应。</translation>
    </message>
    <message>
        <source>The picture could not be loaded: %1</source>
        <translation>无法加载图片：%1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::PresetListModel</name>
    <message>
        <source>New preset</source>
        <translation>新预设</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1（副本）</translation>
    </message>
    <message>
        <source>“%1” could not be written: %2. Choose another place.</source>
        <translation>无法写入“%1”：%2。请选择其他位置。</translation>
    </message>
    <message>
        <source>%1 written to “%2”.</source>
        <translation>%1 已写入“%2”。</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>个预设</translation>
    </message>
    <message>
        <source>presets</source>
        <translation>个预设</translation>
    </message>
    <message>
        <source>“%1” could not be read: %2.</source>
        <translation>无法读取“%1”：%2。</translation>
    </message>
    <message>
        <source>%1 imported.</source>
        <translation>已导入 %1。</translation>
    </message>
    <message>
        <source>Nothing set yet</source>
        <translation>尚未设置</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>个参数</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>个参数</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ScriptWorker</name>
    <message>
        <source>%1 is not part of this build</source>
        <translation>%1 不在此构建中</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>耗时过长</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::SentFiles</name>
    <message>
        <source>%1 · %2 of it shown</source>
        <translation>%1 · 已读 %2</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::SmallerCopy</name>
    <message>
        <source>8 bits</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>like the original</source>
        <translation>与原模型相当</translation>
    </message>
    <message>
        <source>6 bits</source>
        <translation>6 位</translation>
    </message>
    <message>
        <source>hardly to be told from the original</source>
        <translation>几乎与原模型无异</translation>
    </message>
    <message>
        <source>5 bits</source>
        <translation>5 位</translation>
    </message>
    <message>
        <source>very close to the original</source>
        <translation>非常接近原模型</translation>
    </message>
    <message>
        <source>4 bits</source>
        <translation>4 位</translation>
    </message>
    <message>
        <source>the usual choice</source>
        <translation>常用选择</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>experts small, the rest fine</source>
        <translation>专家压缩较多，其余精细</translation>
    </message>
    <message>
        <source>3 bits</source>
        <translation>3 位</translation>
    </message>
    <message>
        <source>noticeably weaker</source>
        <translation>明显变差</translation>
    </message>
    <message>
        <source>2 bits</source>
        <translation>2 位</translation>
    </message>
    <message>
        <source>only where nothing else fits</source>
        <translation>仅在别无选择时</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原模型</translation>
    </message>
    <message>
        <source>This build of Hearth cannot make copies.</source>
        <translation>此版本的 Hearth 无法制作副本。</translation>
    </message>
    <message>
        <source>The copy takes %1, but only %2 are free in %3. Make room there, or choose another folder for downloads in the settings.</source>
        <translation>副本需要 %1，但 %3 中仅剩 %2。请在那里腾出空间，或在设置中选择其他下载文件夹。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>The copy is ready: %1</source>
        <translation>副本已完成：%1</translation>
    </message>
    <message>
        <source>Reckoning the sizes…</source>
        <translation>正在计算大小…</translation>
    </message>
    <message>
        <source>Making the copy… You can go on chatting; it takes some minutes.</source>
        <translation>正在制作副本… 可以继续聊天；需要几分钟。</translation>
    </message>
    <message>
        <source>Making each copy for a moment and reading a text with it…</source>
        <translation>正在临时制作每个副本并用它阅读一段文本…</translation>
    </message>
    <message>
        <source>This model is as small as Hearth can make it.</source>
        <translation>Hearth 无法让此模型更小。</translation>
    </message>
    <message>
        <source>%1: %2, keeps %3; perplexity %4</source>
        <translation>%1：%2，保留 %3；困惑度 %4</translation>
    </message>
    <message>
        <source>larger, and quicker to unpack</source>
        <translation>更大，解包更快</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::SpeedMeter</name>
    <message>
        <source>Written</source>
        <translation>写出</translation>
    </message>
    <message>
        <source>%1 tokens in %2 s</source>
        <translation>%1 个词元，%2 秒</translation>
    </message>
    <message>
        <source> (%1)</source>
        <translation>（%1）</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Remembered from before</source>
        <translation>沿用之前的</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>First word after</source>
        <translation>首词用时</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Guessed ahead</source>
        <translation>提前预测</translation>
    </message>
    <message>
        <source>%1 of %2 kept, %3 tokens a step</source>
        <translation>保留 %1/%2，每步 %3 个词元</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::StatisticsController</name>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>个回答</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>个回答</translation>
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
        <translation>回答</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>写出</translation>
    </message>
    <message>
        <source>on average %1</source>
        <translation>平均 %1</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>%1 of them remembered</source>
        <translation>其中 %1 为沿用</translation>
    </message>
    <message>
        <source>Expert hits</source>
        <translation>专家命中</translation>
    </message>
    <message>
        <source>found on the graphics card</source>
        <translation>在显卡上命中</translation>
    </message>
    <message>
        <source>%1: %2 in %3</source>
        <translation>%1：%2，共 %3</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>命中 %1</translation>
    </message>
    <message>
        <source>Unknown model</source>
        <translation>未知模型</translation>
    </message>
    <message>
        <source>No answer was measured yet in this time.</source>
        <translation>此期间尚无测量过的回答。</translation>
    </message>
    <message>
        <source>How much power this computer draws is not readable here: its kernel tells it to root only, or not at all.</source>
        <translation>无法读取这台电脑的功耗：内核只告诉 root，或根本不提供。</translation>
    </message>
    <message>
        <source>About %1 of electricity, measured for %2 of %3.</source>
        <translation>约 %1 电量，测量了 %3 中的 %2。</translation>
    </message>
    <message>
        <source>That is %1.</source>
        <translation>合 %1。</translation>
    </message>
    <message>
        <source>It counts all that the %1 drew meanwhile.</source>
        <translation>计入期间%1的全部耗电。</translation>
    </message>
    <message>
        <source>At the prices you set, this would have cost %1 elsewhere.</source>
        <translation>按你设定的价格，在别处需花费 %1。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::StatusNotifier</name>
    <message>
        <source>Hearth is at rest</source>
        <translation>Hearth 空闲中</translation>
    </message>
    <message>
        <source>Show Hearth</source>
        <translation>显示 Hearth</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Quit Hearth</source>
        <translation>退出 Hearth</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Summariser</name>
    <message>
        <source>The model wrote no summary.</source>
        <translation>模型没有写出总结。</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ThinkingModel</name>
    <message>
        <source>Thinking…</source>
        <translation>思考中…</translation>
    </message>
    <message>
        <source>Thinking… %1 s</source>
        <translation>思考中… %1 秒</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>已思考</translation>
    </message>
    <message>
        <source>Thought for a moment</source>
        <translation>思考了片刻</translation>
    </message>
    <message>
        <source>Thought for %1 min</source>
        <translation>思考了 %1 分钟</translation>
    </message>
    <message>
        <source>Thought for %1 s</source>
        <translation>思考了 %1 秒</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::TrashModel</name>
    <message>
        <source>Is deleted for good today</source>
        <translation>今天将永久删除</translation>
    </message>
    <message>
        <source>1 day left</source>
        <translation>还剩 1 天</translation>
    </message>
    <message>
        <source>%1 days left</source>
        <translation>还剩 %1 天</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Folder · %1</source>
        <translation>文件夹 · %1</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Typesetter</name>
    <message>
        <source>This build of Hearth cannot set formulas.</source>
        <translation>此 Hearth 构建不支持公式排版。</translation>
    </message>
    <message>
        <source>It is too long to be set as a formula.</source>
        <translation>公式过长，无法排版。</translation>
    </message>
</context>
</TS>
