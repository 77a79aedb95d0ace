"""Events in every form: `lines` of kubectl, other `forms`, bare `messages`, `quoted` ones, a node's `journal`. Pure."""
