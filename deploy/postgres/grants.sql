-- Rights of the terminals: they read and write records; they make, change and remove no table.
-- Run as the owner of the tables (who ran `kiosk store init`), after every `init`:
--     psql "postgresql://kiosk_owner@db.example/kiosk" -f grants.sql
-- The role, once, as an administrator of the server; the password is asked for, not written here:
--     CREATE ROLE kiosk_terminal NOLOGIN;
--     CREATE ROLE hall_xingfuli LOGIN CONNECTION LIMIT 40 IN ROLE kiosk_terminal;
--     \password hall_xingfuli
-- A role for each machine (hall_xingfuli_lobby, …) can be closed alone, when a machine is stolen or
-- thrown away. `kiosk machines retire` first, then:
--     ALTER ROLE hall_xingfuli_lobby NOLOGIN;
-- Codes that let machines in need no right beyond these: staff make them with their PIN. Whoever may
-- make tables makes one without (`kiosk machines code`), so terminals must not be able to.
-- With a role for each machine, programs see each other's sessions (who else has the hall open?)
-- only as members of pg_read_all_stats:
--     GRANT pg_read_all_stats TO kiosk_terminal;

REVOKE ALL ON SCHEMA kiosk FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA kiosk FROM PUBLIC, kiosk_terminal;
GRANT USAGE ON SCHEMA kiosk TO kiosk_terminal;

-- An id stays taken for ever: no DELETE on docs. A centre is added by `kiosk store init` alone.
GRANT SELECT, INSERT, UPDATE ON kiosk.docs TO kiosk_terminal;
GRANT SELECT, UPDATE ON kiosk.centres TO kiosk_terminal;
-- The text of what is corrected, taken up again or purged leaves its month.
GRANT SELECT, INSERT, UPDATE, DELETE ON kiosk.history TO kiosk_terminal;
GRANT SELECT, INSERT, UPDATE ON kiosk.writers, kiosk.meta TO kiosk_terminal;
