BEGIN;
INSERT INTO folders (id, parent_id, position, name, system_prompt) VALUES (1, NULL, 0, 'Work', 'Be brief.'), (2, 1, 0, 'Notes', '');
INSERT INTO conversations (id, folder_id, created_at, updated_at, deleted_at, active_leaf, title_is_automatic, pinned, title, model_path, system_prompt)
VALUES (1, 2, 1000, 2000, NULL, 3, 0, 1, 'Why is the sky blue?', '/models/tiny.gguf', 'Answer in verse.'),
       (2, NULL, 1000, 3000, NULL, NULL, 1, 0, '', '', '');
INSERT INTO messages (id, conversation_id, parent_id, role, state, writer, created_at, model_name, error, text, thinking)
VALUES (1, 1, NULL, 1, 1, NULL, 1100, '', '', 'Why is the sky blue?', ''),
       (2, 1, 1, 2, 4, NULL, 1200, 'tiny', 'out of memory', 'Because', ''),
       (3, 1, 1, 2, 1, NULL, 1300, 'tiny', '', 'Because of Rayleigh scattering.', 'Short waves scatter more.'),
       (4, 2, NULL, 1, 1, NULL, 1400, '', '', 'Half an answer, please.', ''),
       (5, 2, 4, 2, 0, 77, 1500, 'tiny', '', 'Half', '');
INSERT INTO generation_stats VALUES (3, 10, 2, 30, 0.5, 1.5, 0.6, 0.7);
INSERT INTO attachments (id, message_id, bytes, sha256, file_name, media_type)
VALUES (1, 1, 3, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'a.txt', 'text/plain');
INSERT INTO settings VALUES ('theme', 'dark');
COMMIT;
