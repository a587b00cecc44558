"""The numbers of the workforce tables that came back in workbooks."""
