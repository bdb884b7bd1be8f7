<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>CodeBlock</name>
    <message numerus="yes">
        <source>Code, %1, %n line(s)</source>
        <translation>
            <numerusform>Code, %1, %n line</numerusform>
            <numerusform>Code, %1, %n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HearthLibrary</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hearth::desktop::KeptChats</name>
    <message numerus="yes">
        <source>%n chat(s), %1</source>
        <translation>
            <numerusform>%n chat, %1</numerusform>
            <numerusform>%n chats, %1</numerusform>
        </translation>
    </message>
</context>
</TS>
