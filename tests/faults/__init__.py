"""What halls really meet: killed programs, pulled plugs, full and failing disks, two at once."""
