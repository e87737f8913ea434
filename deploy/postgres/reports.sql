-- A role that reads for reports, best on a replica: no keys, no PIN checks, no personal data that
-- is not sealed anyway. Run as the owner of the tables; the role is made as in grants.sql:
--     CREATE ROLE kiosk_reports NOLOGIN;

CREATE OR REPLACE VIEW kiosk.report AS
    SELECT d.centre, d.tbl, d.id, d.day, d.live, coalesce(d.doc, h.doc)::jsonb AS doc
    FROM kiosk.docs d
    LEFT JOIN kiosk.history h
        ON h.centre = d.centre AND h.month = d.month AND h.tbl = d.tbl AND h.id = d.id
    WHERE d.tbl NOT IN ('keys', 'tries', 'staff', 'machines', 'machine_codes') AND coalesce(d.doc, h.doc) IS NOT NULL;

GRANT USAGE ON SCHEMA kiosk TO kiosk_reports;
GRANT SELECT ON kiosk.report TO kiosk_reports;
